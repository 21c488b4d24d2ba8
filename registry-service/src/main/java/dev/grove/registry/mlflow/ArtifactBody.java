package dev.grove.registry.mlflow;

import dev.grove.registry.artifact.OpenArtifact;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import org.jboss.logging.Logger;

/** A part of an artifact on its way to the client; whoever opened it closes it. */
record ArtifactBody(OpenArtifact artifact, long offset, long count, RoutingContext context) {
  private static final Logger LOG = Logger.getLogger(ArtifactBody.class);

  static void close(OpenArtifact artifact) {
    try {
      artifact.close();
    } catch (IOException e) {
      LOG.warn("An artifact could not be closed", e);
    }
  }

  /** Ends the connection, so that the client sees that bytes are missing. */
  void breakOff(Throwable reason) {
    LOG.warn("A download broke off", reason);
    context.request().connection().close();
  }
}
