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

/** What registered models can be searched and ordered by. */
public final class ModelSearch {
  public static final Vocabulary FILTER =
      new Vocabulary()
          .free(Kind.TAG, Type.TEXT, "tag", "tags")
          .entity(Kind.ATTRIBUTE, "attribute")
          .attribute("name", Type.LISTED_TEXT);

  public static final Vocabulary ORDER =
      new Vocabulary()
          .attribute("name", Type.TEXT)
          .attribute("last_updated_timestamp", Type.WHOLE, "timestamp");

  private static final String PROMPTS =
      "m.model_no not in (select model_no from registry.registered_model_tag"
          + " where key = 'mlflow.prompt.is_prompt' and value = 'true')";

  private ModelSearch() {}

  static <T> Page<T> page(
      Connection connection, String details, Statements.Reader<T> reader, Query query)
      throws SQLException {
    Prompts prompts = Prompts.of(query.filter());
    Listing<T> listing =
        new Listing<>(
            new Sql().add("select * from registry.registered_model m where true"),
            details,
            ModelSearch::column,
            reader);
    for (Order order : query.orders()) {
      listing.sort(
          SortKey.always(attribute(order.field().key()), order.field().type(), order.descending()));
    }
    listing.sort(SortKey.always("m.name", Type.TEXT, false));
    return listing.page(connection, query.with(prompts.filter()), prompts.without(PROMPTS));
  }

  private static Column column(Field field) {
    return field.kind() == Kind.TAG
        ? Column.of(
            "(select x.value from registry.registered_model_tag x"
                + " where x.model_no = m.model_no and x.key = ?) collate \"C\"",
            field.key())
        : Column.of(attribute(field.key()));
  }

  private static String attribute(String key) {
    return key.equals("name") ? "m.name" : "m.last_updated_time";
  }
}
