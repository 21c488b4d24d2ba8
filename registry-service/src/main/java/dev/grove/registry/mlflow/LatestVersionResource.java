package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.grove.registry.model.ModelName;
import dev.grove.registry.model.Stage;
import dev.grove.registry.model.VersionStore;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBodySchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The latest versions of MLflow's registered models, by stage. */
@Path("/api/2.0/mlflow/registered-models")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.WILDCARD)
@Tag(name = "registered models")
public class LatestVersionResource {
  private final VersionStore versions;

  public LatestVersionResource(VersionStore versions) {
    this.versions = versions;
  }

  /** The body of {@code get-latest-versions}. */
  public record Latest(String name, List<String> stages) {}

  /** Some versions of a model. */
  @JsonNaming(SnakeCaseStrategy.class)
  @JsonInclude(Include.NON_EMPTY)
  public record Listed(List<ModelVersionJson> modelVersions) {}

  @POST
  @Path("/get-latest-versions")
  @Operation(summary = "Get the latest version of each stage")
  @RequestBodySchema(Latest.class)
  public Listed latest(Fields request) {
    Set<Stage> asked =
        request.texts("stages").stream().map(Stage::parse).collect(Collectors.toSet());
    return new Listed(
        versions.latest(new ModelName(request.required("name")), asked).stream()
            .map(ModelVersionJson::of)
            .toList());
  }

  @GET
  @Path("/get-latest-versions")
  @Operation(summary = "Get the latest version of each stage: name, stages")
  public Listed latest(@Context UriInfo uri) {
    return latest(Fields.ofQuery(uri));
  }
}
