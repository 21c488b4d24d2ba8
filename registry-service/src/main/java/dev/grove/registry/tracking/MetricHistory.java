package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.RegistryException;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Every point that was logged of a metric. */
@ApplicationScoped
public class MetricHistory {
  private final Database database;

  public MetricHistory(Database database) {
    this.database = database;
  }

  /**
   * The points by timestamp, step and value.
   *
   * @throws RegistryException if there is no such run; an unknown key is an empty page
   */
  public Page<Metric> page(RunId run, String key, int size, Optional<String> token) {
    return database.run(
        connection -> {
          long runNo =
              first(
                      connection,
                      "select run_no from registry.run where run_id = ?",
                      row -> row.getLong(1),
                      run.value())
                  .orElseThrow(
                      () -> RegistryException.notFound("Run with id=" + run + " not found"));
          StringBuilder sql =
              new StringBuilder(
                  "select timestamp, step, value from registry.metric where run_no = ? and key = ?\n");
          List<Object> values = new ArrayList<>(List.of(runNo, key));
          token
              .map(text -> PageToken.parse(text, 3))
              .ifPresent(
                  after -> {
                    sql.append("and (timestamp, step, value) > (?, ?, ?)\n");
                    values.addAll(List.of(after.number(0), after.number(1), after.real(2)));
                  });
          sql.append("order by timestamp, step, value limit ?");
          values.add(size + 1L);
          List<Metric> rows =
              list(
                  connection,
                  sql.toString(),
                  row -> new Metric(key, row.getDouble(3), row.getLong(1), row.getLong(2)),
                  values.toArray());
          return Page.of(
              rows,
              size,
              last ->
                  List.of(
                      Long.toString(last.timestamp()),
                      Long.toString(last.step()),
                      Double.toString(last.value())));
        });
  }
}
