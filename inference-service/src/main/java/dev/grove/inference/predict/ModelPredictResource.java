package dev.grove.inference.predict;

import dev.grove.inference.serving.ModelReference;
import io.smallrye.common.annotation.Blocking;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** As {@link PredictResource}, of a model that is named: its traffic's, an alias's, a version. */
@Path("/models")
@Blocking
public final class ModelPredictResource {
  private final Predictions rows;
  private final BatchPredictions batches;

  @Inject
  public ModelPredictResource(Predictions rows, BatchPredictions batches) {
    this.rows = rows;
    this.batches = batches;
  }

  @POST
  @Path("{name}/predict")
  @Produces(MediaType.APPLICATION_JSON)
  public RestResponse<byte[]> predict(
      @RestPath String name, @Context HttpServerRequest request, InputStream body) {
    return rows.predict(ModelReference.of(name), request, body);
  }

  @POST
  @Path("{name}/predict/batch")
  public RestResponse<Void> predictBatch(
      @RestPath String name, @Context HttpServerRequest request, InputStream body) {
    batches.predict(ModelReference.of(name), request, body);
    return RestResponse.ok();
  }

  @POST
  @Path("{name}/encode")
  @Produces(MediaType.APPLICATION_JSON)
  public RestResponse<byte[]> encode(
      @RestPath String name, @Context HttpServerRequest request, InputStream body) {
    return rows.encode(ModelReference.of(name), request, body);
  }

  @POST
  @Path("{name}/versions/{version}/predict")
  @Produces(MediaType.APPLICATION_JSON)
  public RestResponse<byte[]> predict(
      @RestPath String name,
      @RestPath String version,
      @Context HttpServerRequest request,
      InputStream body) {
    return rows.predict(new ModelReference.Versioned(name, version), request, body);
  }

  @POST
  @Path("{name}/versions/{version}/predict/batch")
  public RestResponse<Void> predictBatch(
      @RestPath String name,
      @RestPath String version,
      @Context HttpServerRequest request,
      InputStream body) {
    batches.predict(new ModelReference.Versioned(name, version), request, body);
    return RestResponse.ok();
  }

  @POST
  @Path("{name}/versions/{version}/encode")
  @Produces(MediaType.APPLICATION_JSON)
  public RestResponse<byte[]> encode(
      @RestPath String name,
      @RestPath String version,
      @Context HttpServerRequest request,
      InputStream body) {
    return rows.encode(new ModelReference.Versioned(name, version), request, body);
  }
}
