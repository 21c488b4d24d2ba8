package dev.grove.inference.oip;

import dev.grove.inference.serving.ModelRepository;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** Which models there are, and which of them this process holds in memory. */
@Path("/v2/repository")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol")
public final class RepositoryResource {
  private static final String VERSION =
      """
      {"parameters": {"version": "3"}}""";

  private final ModelRepository repository;

  @Inject
  public RepositoryResource(ModelRepository repository) {
    this.repository = repository;
  }

  @GET
  @Path("/index")
  @Operation(summary = "All models with their versions in memory")
  public List<IndexEntryJson> index() {
    return index(false);
  }

  @POST
  @Path("/index")
  @Operation(summary = "All models with their versions in memory, or the ready ones alone")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = "{\"ready\": true}"))
  public List<IndexEntryJson> index(InputStream body) {
    return index(RepositoryRequest.read(body).ready());
  }

  private List<IndexEntryJson> index(boolean readyOnly) {
    return repository.index().stream()
        .filter(entry -> !readyOnly || entry.state() == ModelRepository.State.READY)
        .map(IndexEntryJson::of)
        .toList();
  }

  @POST
  @Path("/models/{name}/load")
  @Operation(summary = "Load a model's promoted version, or the version that is named")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = VERSION))
  @APIResponse(responseCode = "200", description = "It is loaded")
  @APIResponse(responseCode = "404", description = "No such model or version")
  @APIResponse(responseCode = "503", description = "It cannot be loaded, or not yet")
  public RestResponse<Void> load(@RestPath String name, InputStream body) {
    return change(name, body, repository::load, repository::load);
  }

  @POST
  @Path("/models/{name}/unload")
  @Operation(summary = "Take a model, or the version that is named, out of this process's memory")
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT),
              example = VERSION))
  @APIResponse(responseCode = "200", description = "It is not in memory")
  @APIResponse(responseCode = "404", description = "No such model")
  public RestResponse<Void> unload(@RestPath String name, InputStream body) {
    return change(name, body, repository::unload, repository::unload);
  }

  private static RestResponse<Void> change(
      String name, InputStream body, Consumer<String> promoted, BiConsumer<String, String> named) {
    String version = RepositoryRequest.read(body).version();
    if (version == null) {
      promoted.accept(name);
    } else {
      named.accept(name, version);
    }
    return RestResponse.ok();
  }
}
