package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.tracking.DatasetSummary;
import dev.grove.registry.tracking.RunInputs;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The datasets that runs of MLflow's experiments read. */
@Path("/api/2.0/mlflow/experiments/search-datasets")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "experiments")
public class DatasetSearchResource {
  private static final int MOST_EXPERIMENTS = 20;

  private final RunInputs inputs;

  public DatasetSearchResource(RunInputs inputs) {
    this.inputs = inputs;
  }

  /** The body. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record Search(List<String> experimentIds) {}

  /** A dataset, once for each context. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_NULL)
  public record SummaryJson(String experimentId, String name, String digest, String context) {
    static SummaryJson of(DatasetSummary summary) {
      return new SummaryJson(
          Long.toString(summary.experiment()),
          summary.name(),
          summary.digest(),
          summary.context().orElse(null));
    }
  }

  /** What was found. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<SummaryJson> datasetSummaries) {}

  @POST
  @Operation(summary = "List the datasets that runs of experiments read")
  @RequestBodySchema(Search.class)
  public Listed search(Fields request) {
    List<Long> experiments =
        request.texts("experiment_ids").stream().map(ExperimentResource::id).toList();
    if (experiments.isEmpty()) {
      throw RegistryException.invalid(
          "SearchDatasets request must specify at least one experiment_id.");
    }
    if (experiments.size() > MOST_EXPERIMENTS) {
      throw RegistryException.invalid(
          "SearchDatasets request cannot specify more than "
              + MOST_EXPERIMENTS
              + " experiment_ids. Received "
              + experiments.size()
              + " experiment_ids.");
    }
    return new Listed(inputs.summaries(experiments).stream().map(SummaryJson::of).toList());
  }
}
