package dev.grove.registry.tracking;

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
import java.util.List;

/** What experiments can be searched and ordered by. */
public final class ExperimentSearch {
  public static final Vocabulary FILTER =
      attributes(
          new Vocabulary()
              .free(Kind.TAG, Type.OPTIONAL_TEXT, "tag", "tags")
              .entity(Kind.ATTRIBUTE, "attribute", "attributes", "attr"),
          Type.ID);

  public static final Vocabulary ORDER =
      attributes(
          new Vocabulary().entity(Kind.ATTRIBUTE, "attribute", "attributes", "attr"), Type.WHOLE);

  private ExperimentSearch() {}

  private static Vocabulary attributes(Vocabulary words, Type id) {
    return words
        .attribute("name", Type.TEXT)
        .attribute("experiment_id", id)
        .attribute("creation_time", Type.WHOLE)
        .attribute("last_update_time", Type.WHOLE);
  }

  static Page<Experiment> page(Connection connection, String details, View view, Query query)
      throws SQLException {
    Listing<Experiment> listing =
        new Listing<>(
            new Sql()
                .add(
                    "select * from registry.experiment e where e.lifecycle_stage = any(?)",
                    (Object) view.stages()),
            details,
            ExperimentSearch::column,
            ExperimentStore::read);
    for (Order order : query.orders()) {
      listing.sort(key(order.field().key(), order.field().type(), order.descending()));
    }
    if (query.orders().isEmpty()) {
      listing.sort(key("creation_time", Type.WHOLE, true));
      listing.sort(key("experiment_id", Type.WHOLE, false));
    } else {
      listing.sort(key("experiment_id", Type.WHOLE, true));
    }
    return listing.page(connection, query, List.of());
  }

  private static SortKey key(String name, Type type, boolean descending) {
    return SortKey.always(attribute(name), type, descending);
  }

  private static Column column(Field field) {
    return field.kind() == Kind.TAG
        ? Column.of(
            "(select x.value from registry.experiment_tag x"
                + " where x.experiment_id = e.experiment_id and x.key = ?) collate \"C\"",
            field.key())
        : Column.of(attribute(field.key()));
  }

  private static String attribute(String key) {
    return switch (key) {
      case "name" -> "e.name collate \"C\"";
      case "experiment_id" -> "e.experiment_id";
      case "creation_time" -> "e.creation_time";
      case "last_update_time" -> "e.last_update_time";
      default -> throw new IllegalArgumentException(key);
    };
  }
}
