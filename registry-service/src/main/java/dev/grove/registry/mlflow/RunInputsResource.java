package dev.grove.registry.mlflow;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.RegistryException;
import dev.grove.registry.tracking.Dataset;
import dev.grove.registry.tracking.DatasetInput;
import dev.grove.registry.tracking.ModelOutput;
import dev.grove.registry.tracking.RunId;
import dev.grove.registry.tracking.RunInputs;
import dev.grove.registry.tracking.RunTags;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** What MLflow's runs read and what models they made. */
@Path("/api/2.0/mlflow/runs")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "runs")
public class RunInputsResource {
  private final RunInputs inputs;
  private final RunTags tags;

  public RunInputsResource(RunInputs inputs, RunTags tags) {
    this.inputs = inputs;
    this.tags = tags;
  }

  /** The body of {@code log-inputs}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogInputs(
      String runId,
      List<RunInputsJson.DatasetInputJson> datasets,
      List<RunInputsJson.ModelInputJson> models) {}

  /** The body of {@code outputs}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogOutputs(String runId, List<RunOutputsJson.ModelOutputJson> models) {}

  /** The body of {@code log-model}. */
  @JsonNaming(SnakeCaseStrategy.class)
  public record LogModel(String runId, String modelJson) {}

  @POST
  @Path("/log-inputs")
  @Operation(summary = "Log datasets and logged models that a run read")
  @RequestBodySchema(LogInputs.class)
  public Nothing logInputs(Fields request) {
    inputs.logInputs(
        new RunId(request.runId()),
        request.messages("datasets").stream().map(RunInputsResource::datasetInput).toList(),
        request.messages("models").stream().map(model -> model.required("model_id")).toList());
    return Nothing.NOTHING;
  }

  private static DatasetInput datasetInput(Fields request) {
    Fields dataset = request.requiredMessage("dataset");
    return new DatasetInput(
        new Dataset(
            dataset.required("name"),
            dataset.required("digest"),
            dataset.textOrEmpty("source_type"),
            dataset.textOrEmpty("source"),
            dataset.text("schema"),
            dataset.text("profile")),
        request.tags("tags"));
  }

  @POST
  @Path("/outputs")
  @Operation(summary = "Log the logged models that a run made")
  @RequestBodySchema(LogOutputs.class)
  public Nothing logOutputs(Fields request) {
    RunId run = new RunId(request.runId());
    if (!request.has("models")) {
      throw RegistryException.missing("models");
    }
    inputs.logOutputs(
        run,
        request.messages("models").stream()
            .map(
                model ->
                    new ModelOutput(model.required("model_id"), model.integer("step").orElse(0)))
            .toList());
    return Nothing.NOTHING;
  }

  @POST
  @Path("/log-model")
  @Operation(summary = "Note a model in a tag of its run, as MLflow's older clients do")
  @RequestBodySchema(LogModel.class)
  public Nothing logModel(Fields request) {
    tags.addModel(new RunId(request.runId()), ModelDescription.tag(request.required("model_json")));
    return Nothing.NOTHING;
  }
}
