package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.search.Page;
import dev.grove.registry.tracking.Metric;
import dev.grove.registry.tracking.MetricHistory;
import dev.grove.registry.tracking.RunId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's metrics. */
@Path("/api/2.0/mlflow/metrics")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "metrics")
public class MetricResource {
  /** The Java client's page; a longer history comes with a token. */
  private static final int PAGE = 25_000;

  private static final int LARGEST_PAGE = 50_000;

  private final MetricHistory history;

  public MetricResource(MetricHistory history) {
    this.history = history;
  }

  /** A page of points. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<MetricJson> metrics, String nextPageToken) {}

  @GET
  @Path("/get-history")
  @Operation(
      summary = "List a metric's points by time: run_id, metric_key, max_results, page_token")
  public Listed history(@Context UriInfo uri) {
    Fields request = Fields.ofQuery(uri);
    Page<Metric> page =
        history.page(
            new RunId(request.runId()),
            request.required("metric_key"),
            request.size("max_results", PAGE, LARGEST_PAGE),
            request.nonEmpty("page_token"));
    return new Listed(page.items().stream().map(MetricJson::of).toList(), page.nextText());
  }
}
