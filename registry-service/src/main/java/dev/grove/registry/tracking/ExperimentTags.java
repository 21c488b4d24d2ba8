package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.Tag;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;

/** Sets and removes tags of active experiments. */
@ApplicationScoped
public class ExperimentTags {
  private static final String UPSERT =
      """
      insert into registry.experiment_tag (experiment_id, key, value)
      select experiment_id, ?, ? from registry.experiment
      where experiment_id = ? and lifecycle_stage = 'active'
      on conflict (experiment_id, key) do update set value = excluded.value
      """;

  private static final String DELETE =
      """
      delete from registry.experiment_tag t using registry.experiment e
      where e.experiment_id = t.experiment_id and e.lifecycle_stage = 'active'
        and t.experiment_id = ? and t.key = ?
      """;

  private final Database database;

  public ExperimentTags(Database database) {
    this.database = database;
  }

  static void check(Tag tag) {
    Limits.key("key", tag.key());
    Limits.length("value", Limits.EXPERIMENT_TAG, tag.value());
  }

  public void set(long experiment, Tag tag) {
    check(tag);
    database.run(
        connection -> {
          int rows = change(connection, UPSERT, tag.key(), tag.value(), experiment);
          if (rows == 0) {
            throw ExperimentStore.notActive(connection, experiment);
          }
          return rows;
        });
  }

  public void delete(long experiment, String key) {
    database.run(
        connection -> {
          int rows = change(connection, DELETE, experiment, key);
          if (rows == 0) {
            requireActive(connection, experiment);
            throw RegistryException.notFound(
                "No tag with name: " + key + " in experiment with id " + experiment);
          }
          return rows;
        });
  }

  private static void requireActive(Connection connection, long experiment) throws SQLException {
    boolean active =
        first(
                connection,
                """
                select 1 from registry.experiment
                where experiment_id = ? and lifecycle_stage = 'active'
                """,
                row -> row.getInt(1),
                experiment)
            .isPresent();
    if (!active) {
      throw ExperimentStore.notActive(connection, experiment);
    }
  }
}
