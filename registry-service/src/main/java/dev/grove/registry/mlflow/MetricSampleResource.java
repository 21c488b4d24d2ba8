package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.tracking.Metric;
import dev.grove.registry.tracking.MetricSamples;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's metrics from several runs at once. */
@Path("/api/2.0/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "metrics")
public class MetricSampleResource {
  private static final int MOST_RUNS = 100;
  private static final int MOST_POINTS = 25_000;
  private static final int MOST_POINTS_OF_A_RUN = 2_500;

  private final MetricSamples samples;

  public MetricSampleResource(MetricSamples samples) {
    this.samples = samples;
  }

  /** A point and its run. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record SampleJson(String key, double value, long timestamp, long step, String runId) {
    static SampleJson of(MetricSamples.Sample sample) {
      Metric point = sample.point();
      return new SampleJson(
          point.key(), point.value(), point.timestamp(), point.step(), sample.runId());
    }
  }

  /** Points of every run. */
  public record All(List<SampleJson> metrics) {}

  /** Points of some runs; as in protobuf's JSON, an empty list is left out. */
  @JsonInclude(Include.NON_EMPTY)
  public record Spread(List<SampleJson> metrics) {}

  @GET
  @Path("/get-history-bulk")
  @Operation(summary = "List a metric's points of runs: run_id (repeated), metric_key, max_results")
  public All first(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    List<String> runs = request.texts("run_id");
    if (runs.isEmpty()) {
      throw RegistryException.invalid(
          "GetMetricHistoryBulk request must specify at least one run_id.");
    }
    if (runs.size() > MOST_RUNS) {
      throw RegistryException.invalid(
          "GetMetricHistoryBulk request cannot specify more than "
              + MOST_RUNS
              + " run_ids. Received "
              + runs.size()
              + " run_ids.");
    }
    String key =
        request
            .text("metric_key")
            .orElseThrow(
                () ->
                    RegistryException.invalid(
                        "GetMetricHistoryBulk request must specify a metric_key."));
    long most = Math.min(request.integer("max_results").orElse(MOST_POINTS), MOST_POINTS);
    if (most < 1) {
      throw RegistryException.invalidValue(
          "max_results", Long.toString(most), "It must be a positive integer.");
    }
    return new All(samples.first(runs, key, (int) most).stream().map(SampleJson::of).toList());
  }

  @GET
  @Path("/get-history-bulk-interval")
  @Operation(
      summary =
          "Choose some of a metric's points of runs: run_ids (repeated), metric_key, start_step,"
              + " end_step, max_results")
  public Spread spread(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    List<String> runs = request.texts("run_ids");
    if (runs.isEmpty()) {
      throw RegistryException.missing("run_ids");
    }
    if (runs.size() > MOST_RUNS) {
      throw RegistryException.invalid(
          "GetMetricHistoryBulkInterval request must specify at most "
              + MOST_RUNS
              + " run_ids. Received "
              + runs.size()
              + " run_ids.");
    }
    String key = request.required("metric_key");
    long most = request.integer("max_results").orElse(MOST_POINTS_OF_A_RUN);
    if (most < 1 || most > MOST_POINTS_OF_A_RUN) {
      throw RegistryException.invalid(
          "max_results must be between 1 and " + MOST_POINTS_OF_A_RUN + ".");
    }
    return new Spread(
        samples.spread(runs, key, interval(request), (int) most).stream()
            .map(SampleJson::of)
            .toList());
  }

  private static Optional<MetricSamples.Interval> interval(Fields request) {
    OptionalLong first = request.integer("start_step");
    OptionalLong last = request.integer("end_step");
    if (first.isEmpty() && last.isEmpty()) {
      return Optional.empty();
    }
    if (first.isEmpty() || last.isEmpty()) {
      throw RegistryException.invalid(
          "If either start step or end step are specified, both must be specified.");
    }
    if (first.getAsLong() > last.getAsLong()) {
      throw RegistryException.invalid(
          "end_step must be greater than start_step. Found start_step="
              + first.getAsLong()
              + " and end_step="
              + last.getAsLong()
              + ".");
    }
    return Optional.of(new MetricSamples.Interval(first.getAsLong(), last.getAsLong()));
  }
}
