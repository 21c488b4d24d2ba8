package dev.grove.inference.oip;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.ModelRepository;
import dev.grove.inference.serving.ModelRouter;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** What a model takes and gives, and whether it answers. */
@Path("/v2/models/{name}")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Open Inference Protocol")
@APIResponse(responseCode = "404", description = "No such model")
public final class ModelMetadataResource {
  private final ModelRouter models;
  private final ModelRepository repository;

  @Inject
  public ModelMetadataResource(ModelRouter models, ModelRepository repository) {
    this.models = models;
    this.repository = repository;
  }

  @GET
  @Operation(summary = "A model's input and output tensors")
  public MetadataJson get(@RestPath String name) {
    return MetadataJson.of(models.route(References.of(name, null)));
  }

  @GET
  @Path("/versions/{version}")
  @Operation(summary = "A version's input and output tensors")
  public MetadataJson get(@RestPath String name, @RestPath String version) {
    return MetadataJson.of(models.route(References.of(name, version)));
  }

  @GET
  @Path("/ready")
  @Operation(summary = "200 if the model answers, 503 if it does not yet")
  public RestResponse<ModelReadyJson> ready(@RestPath String name) {
    try {
      models.route(References.of(name, null));
      return answer(name, null);
    } catch (Refused e) {
      if (e.code() != Refused.Code.NO_MODEL) {
        throw e;
      }
      return answer(name, e.getMessage());
    }
  }

  /** Loads nothing: a version that would be loaded when it is asked for is not ready yet. */
  @GET
  @Path("/versions/{version}/ready")
  @Operation(summary = "200 if the version is in memory, 503 if it is not")
  public RestResponse<ModelReadyJson> ready(@RestPath String name, @RestPath String version) {
    List<ModelRepository.Entry> known =
        repository.index().stream().filter(entry -> entry.model().equals(name)).toList();
    if (known.isEmpty()) {
      throw Refused.unknownModel(name);
    }
    String why =
        known.stream()
            .filter(entry -> version.equals(entry.version()))
            .findFirst()
            .map(ModelMetadataResource::why)
            .orElse("Version " + Words.quoted(version) + " is not in memory");
    return answer(name, why.isEmpty() ? null : why);
  }

  /** Why a version is not ready; empty if it is. */
  private static String why(ModelRepository.Entry entry) {
    if (entry.state() == ModelRepository.State.READY) {
      return "";
    }
    String state = entry.state().name().toLowerCase(Locale.ROOT);
    return "Version "
        + entry.version()
        + " is "
        + (entry.reason() == null ? state : state + ": " + entry.reason());
  }

  /**
   * @param why it is not, or null
   */
  private static RestResponse<ModelReadyJson> answer(String name, String why) {
    return RestResponse.status(
        why == null ? RestResponse.Status.OK : RestResponse.Status.SERVICE_UNAVAILABLE,
        new ModelReadyJson(name, why == null, why));
  }
}
