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
import org.jboss.resteasy.reactive.RestResponse;

/**
 * Raw rows in, predictions out. Rows are scored on worker threads: it holds a CPU, not a socket.
 * What the routes take and answer is described once for all of them.
 */
@Path("/")
@Blocking
public final class PredictResource {
  private static final ModelReference PREFERRED = new ModelReference.Preferred();

  private final Predictions rows;
  private final BatchPredictions batches;

  @Inject
  public PredictResource(Predictions rows, BatchPredictions batches) {
    this.rows = rows;
    this.batches = batches;
  }

  @POST
  @Path("predict")
  @Produces(MediaType.APPLICATION_JSON)
  public RestResponse<byte[]> predict(@Context HttpServerRequest request, InputStream body) {
    return rows.predict(PREFERRED, request, body);
  }

  @POST
  @Path("predict/batch")
  public RestResponse<Void> predictBatch(
      @Context HttpServerRequest request, InputStream body) {
    batches.predict(PREFERRED, request, body);
    return RestResponse.ok();
  }

  @POST
  @Path("encode")
  @Produces(MediaType.APPLICATION_JSON)
  public RestResponse<byte[]> encode(@Context HttpServerRequest request, InputStream body) {
    return rows.encode(PREFERRED, request, body);
  }
}
