package dev.grove.registry.mlflow;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.concurrent.ExecutorService;
import org.jboss.resteasy.reactive.server.spi.ResteasyReactiveResourceInfo;
import org.jboss.resteasy.reactive.server.spi.ServerHttpResponse;
import org.jboss.resteasy.reactive.server.spi.ServerMessageBodyWriter;
import org.jboss.resteasy.reactive.server.spi.ServerRequestContext;

/**
 * Sends artifacts at the pace of their clients without keeping a thread for any of them: a local
 * file is sent by the operating system, and of a remote one a block is read when the last one is
 * gone.
 */
@Provider
public class ArtifactBodyWriter implements ServerMessageBodyWriter<ArtifactBody> {
  private static final int BLOCK = 1 << 17;

  private final ExecutorService executor;

  public ArtifactBodyWriter(ExecutorService executor) {
    this.executor = executor;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, ResteasyReactiveResourceInfo target, MediaType mediaType) {
    return type == ArtifactBody.class;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == ArtifactBody.class;
  }

  @Override
  public void writeResponse(ArtifactBody body, Type genericType, ServerRequestContext context)
      throws IOException {
    ServerHttpResponse response = context.serverResponse();
    response.setResponseHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.count()));
    if (body.artifact().file().isPresent()) {
      String file = body.artifact().file().get().toString();
      response.sendFile(file, body.offset(), body.count());
    } else {
      next(body, response, body.artifact().stream(body.offset(), body.count()));
    }
  }

  /** Called by a worker thread. */
  private void next(ArtifactBody body, ServerHttpResponse response, InputStream stream) {
    try {
      byte[] block = stream.readNBytes(BLOCK);
      if (block.length == 0) {
        stream.close();
        response.end();
        return;
      }
      response
          .write(block)
          .whenComplete(
              (sent, failure) ->
                  executor.execute(
                      () -> {
                        if (failure == null) {
                          next(body, response, stream);
                        } else {
                          close(stream, body, failure);
                        }
                      }));
    } catch (IOException | RuntimeException e) {
      close(stream, body, e);
    }
  }

  private static void close(InputStream stream, ArtifactBody body, Throwable reason) {
    try (stream) {
      body.breakOff(reason);
    } catch (IOException e) {
      reason.addSuppressed(e);
    }
  }

  @Override
  public void writeTo(
      ArtifactBody body,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream out)
      throws IOException {
    try (InputStream stream = body.artifact().stream(body.offset(), body.count())) {
      stream.transferTo(out);
    }
  }
}
