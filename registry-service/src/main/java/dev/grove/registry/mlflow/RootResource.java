package dev.grove.registry.mlflow;

import io.smallrye.common.annotation.NonBlocking;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** MLflow's plain answers about the server itself; whether the database is there is no part. */
@Path("/")
@Produces(MediaType.TEXT_PLAIN)
@NonBlocking
@Tag(name = "server")
public class RootResource {
  private final String version;

  public RootResource(@ConfigProperty(name = "quarkus.application.version") String version) {
    this.version = version;
  }

  @GET
  @Path("/health")
  @Operation(summary = "Whether the server is there")
  public String health() {
    return "OK";
  }

  @GET
  @Path("/version")
  @Operation(summary = "The server's version")
  public String version() {
    return version;
  }
}
