package dev.grove.registry.model;

import dev.grove.registry.postgres.Statements;
import dev.grove.registry.search.Column;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Field.Kind;
import dev.grove.registry.search.Field.Type;
import dev.grove.registry.search.Listing;
import dev.grove.registry.search.Order;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import dev.grove.registry.search.SortKey;
import dev.grove.registry.search.Sql;
import dev.grove.registry.search.Vocabulary;
import java.sql.Connection;
import java.sql.SQLException;

/** What versions of registered models can be searched and ordered by. */
public final class VersionSearch {
  public static final Vocabulary FILTER =
      new Vocabulary()
          .free(Kind.TAG, Type.TEXT, "tag", "tags")
          .entity(Kind.ATTRIBUTE, "attribute")
          .attribute("name", Type.LISTED_TEXT)
          .attribute("run_id", Type.LISTED_TEXT)
          .attribute("source_path", Type.TEXT)
          .attribute("version_number", Type.QUOTED_WHOLE);

  public static final Vocabulary ORDER =
      new Vocabulary()
          .entity(Kind.ATTRIBUTE, "attribute")
          .attribute("name", Type.TEXT)
          .attribute("version_number", Type.WHOLE)
          .attribute("creation_timestamp", Type.WHOLE)
          .attribute("last_updated_timestamp", Type.WHOLE);

  /** All versions of a model one of whose versions is a prompt. */
  private static final String PROMPTS =
      "v.model_no not in (select model_no from registry.model_version_tag"
          + " where key = 'mlflow.prompt.is_prompt' and value = 'true')";

  private static final String ROWS =
      """
      select * from (
        select v.*, m.name from registry.model_version v
        join registry.registered_model m on m.model_no = v.model_no) v
      where true""";

  private VersionSearch() {}

  static <T> Page<T> page(
      Connection connection, String details, Statements.Reader<T> reader, Query query)
      throws SQLException {
    Prompts prompts = Prompts.of(query.filter());
    Listing<T> listing = new Listing<>(new Sql().add(ROWS), details, VersionSearch::column, reader);
    for (Order order : query.orders()) {
      listing.sort(key(order.field().key(), order.descending()));
    }
    if (query.orders().isEmpty()) {
      listing.sort(key("last_updated_timestamp", true));
    }
    listing.sort(key("name", false));
    listing.sort(key("version_number", true));
    return listing.page(connection, query.with(prompts.filter()), prompts.without(PROMPTS));
  }

  private static SortKey key(String name, boolean descending) {
    return SortKey.always(
        attribute(name), name.equals("name") ? Type.TEXT : Type.WHOLE, descending);
  }

  private static Column column(Field field) {
    return field.kind() == Kind.TAG
        ? Column.of(
            "(select x.value from registry.model_version_tag x"
                + " where x.model_no = v.model_no and x.version = v.version and x.key = ?)"
                + " collate \"C\"",
            field.key())
        : Column.of(attribute(field.key()));
  }

  private static String attribute(String key) {
    return switch (key) {
      case "name" -> "v.name";
      case "run_id" -> "v.run_id";
      case "source_path" -> "v.source collate \"C\"";
      case "version_number" -> "v.version";
      case "creation_timestamp" -> "v.creation_time";
      case "last_updated_timestamp" -> "v.last_updated_time";
      default -> throw new IllegalArgumentException(key);
    };
  }
}
