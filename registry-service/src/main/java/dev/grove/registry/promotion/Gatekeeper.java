package dev.grove.registry.promotion;

import static dev.grove.registry.postgres.Statements.list;

import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Holds a version against its model's policy, with what the registry knows at this moment. */
@ApplicationScoped
class Gatekeeper {
  private static final String SOURCES =
      """
      select v.version, v.storage_location, (
        select max(l.timestamp) from registry.run r
        join registry.latest_metric l on l.run_no = r.run_no
        where r.run_id = v.run_id and r.lifecycle_stage = 'active') newest
      from registry.model_version v where v.model_no = ? and v.version in (?, ?)
      """;

  private static final String METRICS =
      """
      select v.version, l.key, l.value, l.timestamp
      from registry.model_version v
      join registry.run r on r.run_id = v.run_id and r.lifecycle_stage = 'active'
      join registry.latest_metric l on l.run_no = r.run_no
      where v.model_no = ? and v.version in (?, ?) and l.key = any(?)
      """;

  private final InputReader reader;
  private final Clock clock;

  Gatekeeper(InputReader reader, Clock clock) {
    this.reader = reader;
    this.clock = clock;
  }

  private record Source(int version, String storage, Long newest) {}

  private record Measured(int version, String key, double value, long timestamp) {}

  /** Does a transaction, anew each time that it wants a bundle's input that was not read yet. */
  <T> T withInputs(Function<Inputs, T> transaction) {
    Inputs inputs = new Inputs();
    while (true) {
      try {
        return transaction.apply(inputs);
      } catch (Inputs.Missing e) {
        inputs.read(reader, e);
      }
    }
  }

  /** The result of each gate of the policy, in the policy's order. */
  List<GateResult> check(
      Connection connection,
      LockedModel model,
      Policy policy,
      int version,
      Optional<Integer> holder,
      int approvals,
      Inputs inputs)
      throws SQLException {
    int other = holder.orElse(version);
    List<Source> sources =
        list(
            connection,
            SOURCES,
            row -> new Source(row.getInt(1), row.getString(2), row.getObject(3, Long.class)),
            model.number(),
            version,
            other);
    String[] keys = policy.metrics().toArray(String[]::new);
    List<Measured> measured =
        list(
            connection,
            METRICS,
            row -> new Measured(row.getInt(1), row.getString(2), row.getDouble(3), row.getLong(4)),
            model.number(),
            version,
            other,
            keys);
    Optional<Long> evaluated =
        keys.length > 0
            ? measured.stream()
                .filter(metric -> metric.version() == version)
                .map(Measured::timestamp)
                .min(Long::compare)
            : sources.stream()
                .filter(source -> source.version() == version && source.newest() != null)
                .map(Source::newest)
                .findFirst();
    Evidence evidence =
        new Evidence(
            holder,
            metrics(measured, version),
            metrics(measured, other),
            input(policy, holder, sources, version, inputs),
            input(policy, holder, sources, other, inputs),
            evaluated.map(Instant::ofEpochMilli),
            clock.instant(),
            approvals);
    return policy.gates().stream().map(gate -> gate.check(evidence)).toList();
  }

  private static Map<String, Double> metrics(List<Measured> measured, int version) {
    Map<String, Double> values = new HashMap<>();
    measured.stream()
        .filter(metric -> metric.version() == version)
        .forEach(metric -> values.put(metric.key(), metric.value()));
    return values;
  }

  /** Wants files only if they are to be compared. */
  private static InputSchema input(
      Policy policy, Optional<Integer> holder, List<Source> sources, int version, Inputs inputs) {
    if (!policy.comparesInputs() || holder.isEmpty()) {
      return InputSchema.unknown("it was not asked for");
    }
    return sources.stream()
        .filter(source -> source.version() == version)
        .findFirst()
        .map(source -> inputs.of(source.storage()))
        .orElseGet(() -> InputSchema.unknown("there is no such version"));
  }
}
