package dev.grove.registry.logged;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.Column;
import dev.grove.registry.search.Field;
import dev.grove.registry.search.Field.Kind;
import dev.grove.registry.search.Field.Type;
import dev.grove.registry.search.Order;
import dev.grove.registry.search.Sql;
import dev.grove.registry.search.Vocabulary;
import java.util.List;
import java.util.Optional;

/** What logged models can be searched and ordered by. */
public final class LoggedModelSearch {
  public static final Vocabulary FILTER =
      attributes(
          new Vocabulary()
              .free(Kind.METRIC, Type.REAL, "metrics")
              .free(Kind.PARAM, Type.LISTED_TEXT, "params")
              .free(Kind.TAG, Type.LISTED_TEXT, "tags")
              .entity(Kind.ATTRIBUTE, "attributes"));

  private static final Vocabulary ORDER = attributes(new Vocabulary());

  private LoggedModelSearch() {}

  private static Vocabulary attributes(Vocabulary words) {
    return words
        .attribute("artifact_location", Type.LISTED_TEXT)
        .attribute("creation_timestamp_ms", Type.WHOLE, "creation_timestamp", "creation_time")
        .attribute("last_updated_timestamp_ms", Type.WHOLE, "last_updated_timestamp")
        .attribute("model_id", Type.LISTED_TEXT)
        .attribute("model_type", Type.LISTED_TEXT)
        .attribute("name", Type.LISTED_TEXT)
        .attribute("source_run_id", Type.LISTED_TEXT)
        .attribute("status", Type.LISTED_TEXT);
  }

  /**
   * A dataset that metrics were measured on.
   *
   * @param digest none is any
   */
  public record On(String name, Optional<String> digest) {
    void add(Sql sql) {
      sql.add("(x.dataset_name = ?", name);
      digest.ifPresent(text -> sql.add(" and x.dataset_digest = ?", text));
      sql.add(")");
    }
  }

  /**
   * One key of an order.
   *
   * @param on counts only what was measured on this dataset; an empty name is any
   */
  public record By(Order order, On on) {
    /** Parses the name of an attribute, or of a metric behind {@code metrics.}. */
    public static By parse(String name, boolean ascending, On on) {
      int dot = name.indexOf('.');
      if (dot < 0) {
        return new By(new Order(attribute(name), !ascending), on);
      }
      if (!name.substring(0, dot).equals("metrics")) {
        throw RegistryException.invalid(
            "Invalid order by field name: " + name + ". Only metrics are supported.");
      }
      Field metric = new Field(Kind.METRIC, name.substring(dot + 1), Type.REAL);
      return new By(new Order(metric, !ascending), on);
    }

    private static Field attribute(String name) {
      return ORDER
          .attribute(name)
          .orElseThrow(() -> RegistryException.invalid("Invalid order by field name: " + name));
    }

    /** What to sort by. */
    void addValue(Sql sql) {
      if (order.field().kind() != Kind.METRIC) {
        sql.add(LoggedModelSearch.attribute(order.field().key()));
        return;
      }
      sql.add(
          "(select x.value from registry.logged_model_metric x"
              + " join registry.run r on r.run_no = x.run_no"
              + " where x.logged_no = l.logged_no and x.key = ?",
          order.field().key());
      if (!on.name().isEmpty()) {
        on.add(sql.add(" and "));
      } else if (on.digest().isPresent()) {
        sql.add(" and x.dataset_digest = ?", on.digest().get());
      }
      sql.add(" order by x.timestamp desc, x.step desc, r.run_id limit 1)");
    }
  }

  /** Any point of a metric may do, if it was measured on one of the datasets. */
  static Column column(Field field, List<On> datasets) {
    return switch (field.kind()) {
      case METRIC -> metric(field.key(), datasets);
      case PARAM ->
          Column.of(
              "(select x.value from registry.logged_model_param x"
                  + " where x.logged_no = l.logged_no and x.key = ?) collate \"C\"",
              field.key());
      case TAG ->
          Column.of(
              "(select x.value from registry.logged_model_tag x"
                  + " where x.logged_no = l.logged_no and x.key = ?) collate \"C\"",
              field.key());
      default -> Column.of(attribute(field.key()));
    };
  }

  private static Column metric(String key, List<On> datasets) {
    Sql sql = new Sql();
    addMeasured(sql, datasets);
    sql.add(" and x.key = ? and x.value", key);
    return Column.within(sql.text(), " limit 1)", sql.values());
  }

  /** That something was measured on one of the datasets. */
  static Sql measured(List<On> datasets) {
    Sql sql = new Sql();
    addMeasured(sql, datasets);
    return sql.add(" limit 1)");
  }

  private static void addMeasured(Sql sql, List<On> datasets) {
    sql.add("(select true from registry.logged_model_metric x where x.logged_no = l.logged_no");
    for (int i = 0; i < datasets.size(); i++) {
      datasets.get(i).add(sql.add(i == 0 ? " and (" : " or "));
    }
    sql.add(datasets.isEmpty() ? "" : ")");
  }

  /** A status is compared by its name in MLflow's clients, such as {@code READY}. */
  private static String attribute(String key) {
    return switch (key) {
      case "artifact_location" -> "l.artifact_uri collate \"C\"";
      case "creation_timestamp_ms" -> "l.creation_time";
      case "last_updated_timestamp_ms" -> "l.last_updated_time";
      case "model_id" -> "l.model_id";
      case "model_type" -> "l.model_type collate \"C\"";
      case "name" -> "l.name collate \"C\"";
      case "source_run_id" -> "l.source_run_id";
      case "status" -> "replace(l.status, 'LOGGED_MODEL_', '') collate \"C\"";
      default -> throw new IllegalArgumentException(key);
    };
  }
}
