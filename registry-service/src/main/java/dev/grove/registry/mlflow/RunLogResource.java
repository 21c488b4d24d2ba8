package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.tracking.LoggedModelId;
import dev.grove.registry.tracking.Metric;
import dev.grove.registry.tracking.ModelMetric;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunLog;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What is logged to MLflow's runs. */
@Path("/api/2.0/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "runs")
public class RunLogResource {
  private static final int LARGEST_BATCH = 1_000_000;
  private static final int MOST_METRICS = 1_000;
  private static final int MOST_TAGS = 100;
  private static final int MOST_IN_ALL = 1_000;

  private final RunLog log;

  public RunLogResource(RunLog log) {
    this.log = log;
  }

  /** The body of {@code log-batch}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Batch(
      String runId, List<LogPoint> metrics, List<TagJson> params, List<TagJson> tags) {}

  /** A metric's point, and what it tells of. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogPoint(
      String key,
      double value,
      long timestamp,
      Long step,
      String modelId,
      String datasetName,
      String datasetDigest) {}

  /** The body of {@code log-metric}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogMetric(
      String runId,
      String key,
      double value,
      long timestamp,
      Long step,
      String modelId,
      String datasetName,
      String datasetDigest) {}

  /** The body of {@code log-parameter} and {@code set-tag}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogText(String runId, String key, String value) {}

  @POST
  @Path("/log-batch")
  @Operation(summary = "Log metrics, parameters and tags, all or nothing")
  @RequestBodySchema(Batch.class)
  public Nothing logBatch(Fields request) {
    if (request.bytes() > LARGEST_BATCH) {
      throw RegistryException.invalid(
          "Batched logging API requests must be at most "
              + LARGEST_BATCH
              + " bytes, got a request of size "
              + request.bytes()
              + ".");
    }
    RunId run = new RunId(request.runId());
    List<Fields> points = request.messages("metrics");
    List<Metric> metrics = points.stream().map(RunLogResource::metric).toList();
    List<dev.grove.registry.Tag> params = request.tags("params");
    List<dev.grove.registry.Tag> tags = request.tags("tags");
    bound("metrics", MOST_METRICS, metrics.size());
    bound("params", MOST_TAGS, params.size());
    bound("tags", MOST_TAGS, tags.size());
    bound("metrics, params, and tags", MOST_IN_ALL, metrics.size() + params.size() + tags.size());
    log.write(run, new RunLog.Batch(false, metrics, ofModels(points, metrics), params, tags));
    return Nothing.NOTHING;
  }

  private static void bound(String what, int most, int count) {
    if (count > most) {
      throw RegistryException.invalid(
          "A batch logging request can contain at most "
              + most
              + " "
              + what
              + ". Got "
              + count
              + " "
              + what
              + ". Please split up "
              + what
              + " across multiple requests and try again.");
    }
  }

  private static Metric metric(Fields request) {
    return new Metric(
        request.required("key"),
        request.requiredReal("value"),
        request.requiredInteger("timestamp"),
        request.integer("step").orElse(0));
  }

  /** Those that tell of a logged model. */
  private static List<ModelMetric> ofModels(List<Fields> requests, List<Metric> metrics) {
    List<ModelMetric> ofModels = new ArrayList<>();
    for (int i = 0; i < metrics.size(); i++) {
      Fields request = requests.get(i);
      Metric point = metrics.get(i);
      request
          .nonEmpty("model_id")
          .ifPresent(
              model ->
                  ofModels.add(
                      new ModelMetric(
                          new LoggedModelId(model),
                          point,
                          request.textOrEmpty("dataset_name"),
                          request.textOrEmpty("dataset_digest"))));
    }
    return ofModels;
  }

  @POST
  @Path("/log-metric")
  @Operation(summary = "Log one point of a metric")
  @RequestBodySchema(LogMetric.class)
  public Nothing logMetric(Fields request) {
    List<Metric> metrics = List.of(metric(request));
    log.write(
        new RunId(request.runId()),
        new RunLog.Batch(true, metrics, ofModels(List.of(request), metrics), List.of(), List.of()));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/log-parameter")
  @Operation(summary = "Log a parameter, once")
  @RequestBodySchema(LogText.class)
  public Nothing logParameter(Fields request) {
    log.write(new RunId(request.runId()), RunLog.Batch.ofParam(request.tag()));
    return Nothing.NOTHING;
  }

  @POST
  @Path("/set-tag")
  @Operation(summary = "Set a tag")
  @RequestBodySchema(LogText.class)
  public Nothing setTag(Fields request) {
    log.write(new RunId(request.runId()), RunLog.Batch.ofTag(request.tag()));
    return Nothing.NOTHING;
  }
}
