package dev.grove.inference.drift;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.grove.bundle.BundleJson;
import dev.grove.inference.Refused;
import dev.grove.inference.feedback.Feedback;
import dev.grove.inference.predict.JsonBody;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import dev.grove.inference.serving.ModelSlot;
import dev.grove.inference.serving.ServedModels;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;

/** How traffic stands to what models were made from. */
@Path("/drift")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "drift", description = "How traffic stands to what models were made from")
public final class DriftResource {
  private final DriftMonitor monitor;
  private final ServedModels models;
  private final ModelRouter router;
  private final DriftConfig config;
  private final Feedback feedback;

  @Inject
  public DriftResource(
      DriftMonitor monitor,
      ServedModels models,
      ModelRouter router,
      DriftConfig config,
      Feedback feedback) {
    this.monitor = monitor;
    this.models = models;
    this.router = router;
    this.config = config;
    this.feedback = feedback;
  }

  @GET
  @Operation(summary = "List how each version stands, ordered by model and version")
  public DriftPage list(
      @Parameter(description = "1 to 1,000", schema = @Schema(type = SchemaType.INTEGER))
          @RestQuery
          @DefaultValue("100")
          String limit,
      @Parameter(description = "nextPageToken of the page before") @RestQuery String pageToken) {
    for (ModelSlot slot : models.all()) {
      if (slot.serving() != null) {
        monitor.report(slot.serving());
      }
    }
    return DriftPage.of(monitor.reports(), limit, pageToken);
  }

  @GET
  @Path("/{model}")
  @Operation(summary = "Explain how a model's traffic stands, column by column")
  @APIResponse(responseCode = "200", description = "With the reference's and the window's shares")
  @APIResponse(responseCode = "404", description = "No such model, or no such version was watched")
  public DriftJson get(
      @RestPath String model,
      @Parameter(description = "The one that serves if missing") @RestQuery String version) {
    DriftReport report = report(model, version);
    WatchedVersion watched = report.version();
    return DriftJson.of(report, feedback.quality(watched.model(), watched.version()).orElse(null));
  }

  private DriftReport report(String model, String version) {
    if (version == null) {
      return monitor.report(router.route(new ModelReference.Named(model)));
    }
    return monitor
        .find(model, version)
        .orElseThrow(() -> Refused.unknownModel(model + " " + version));
  }

  @GET
  @Path("/{model}/window")
  @Operation(summary = "The last window's counts, to be merged with those of other replicas")
  public WindowJson window(
      @RestPath String model,
      @Parameter(description = "The one that serves if missing") @RestQuery String version) {
    return WindowJson.of(watch(model, version));
  }

  private DriftWatch watch(String model, String version) {
    WatchedVersion watched = report(model, version).version();
    return monitor
        .watchOf(watched)
        .orElseThrow(
            () ->
                Refused.unknownModel(
                    watched.model() + " " + watched.version() + ", with a reference for drift,"));
  }

  /** What is merged. */
  @RegisterForReflection
  record Merge(List<WindowJson> windows) {}

  @POST
  @Path("/{model}/merge")
  @Operation(
      summary = "Judge several replicas' windows as one",
      description = "Nothing is kept: what this replica says of itself stays as it is")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(responseCode = "200", description = "As GET /drift/{model}, without a history")
  @APIResponse(responseCode = "400", description = "A window is not of the version's cells")
  public DriftJson merge(
      @RestPath String model,
      @Parameter(description = "The one that serves if missing") @RestQuery String version,
      @Context HttpHeaders headers,
      InputStream body) {
    DriftWatch watch = watch(model, version);
    List<WindowJson> windows =
        read(JsonBody.of(headers::getHeaderString, body, config.maxMergeSize().asLongValue()))
            .windows();
    if (windows == null || windows.isEmpty() || windows.size() > config.maxMerged()) {
      throw Refused.invalid("windows", "must be 1 to " + config.maxMerged());
    }
    Window merged = null;
    for (int i = 0; i < windows.size(); i++) {
      if (windows.get(i) == null) {
        throw Refused.invalid("windows[" + i + "]", "is missing");
      }
      Window window = windows.get(i).toWindow(watch, i);
      merged = merged == null ? window : merged.plus(window);
    }
    return DriftJson.of(watch, watch.judgeMerged(merged));
  }

  private static Merge read(InputStream body) {
    try {
      Merge merge = BundleJson.mapper().readValue(body, Merge.class);
      if (merge != null) {
        return merge;
      }
    } catch (JsonProcessingException e) {
      throw Refused.invalid("The body is no such JSON: " + BundleJson.reason(e));
    } catch (IOException e) {
      throw Refused.invalid("The body could not be read to its end");
    }
    throw Refused.invalid("The body is null; expected an object with windows");
  }
}
