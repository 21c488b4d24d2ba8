package dev.grove.registry.mlflow;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Artifacts;
import dev.grove.registry.artifact.OpenArtifact;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Answers with a stored file, or with the part of it that the request asks for.
 *
 * <p>Files are always attachments whose type is not to be guessed: nothing that was uploaded may
 * act as a page of the registry.
 */
@ApplicationScoped
public class ArtifactDownload {
  private final Artifacts artifacts;

  public ArtifactDownload(Artifacts artifacts) {
    this.artifacts = artifacts;
  }

  Response of(RoutingContext context, ArtifactPath path, MediaType type) throws IOException {
    HttpServerRequest request = context.request();
    OpenArtifact open =
        artifacts
            .open(path)
            .orElseThrow(() -> RegistryException.notFound("No artifact at '" + path + "'."));
    context.addEndHandler(ended -> ArtifactBody.close(open));
    Artifacts.Known file = artifacts.known(path, open.stored());
    Optional<String> etag = file.sha256().map(sha256 -> '"' + sha256 + '"');
    if (etag.isPresent() && names(request.getHeader(HttpHeaders.IF_NONE_MATCH), etag.get())) {
      return headers(Response.notModified(), path, etag).build();
    }
    Optional<ByteRange> asked =
        isOf(request.getHeader("If-Range"), etag)
            ? ByteRange.parse(request.getHeader("Range"), file.bytes())
            : Optional.empty();
    if (asked.isPresent() && asked.get().count() == 0) {
      return unsatisfiable(file.bytes());
    }
    ByteRange sent = asked.orElse(new ByteRange(0, file.bytes()));
    Response.ResponseBuilder response = Response.status(asked.isPresent() ? 206 : 200);
    if (request.method().equals(HttpMethod.HEAD)) {
      response.header(HttpHeaders.CONTENT_LENGTH, sent.count());
    } else {
      response.entity(new ArtifactBody(open, sent.offset(), sent.count(), context));
    }
    asked.ifPresent(range -> response.header("Content-Range", range.of(file.bytes())));
    return headers(response.type(type).header("Accept-Ranges", "bytes"), path, etag).build();
  }

  private static Response.ResponseBuilder headers(
      Response.ResponseBuilder response, ArtifactPath path, Optional<String> etag) {
    etag.ifPresent(
        tag -> response.header(HttpHeaders.ETAG, tag).header("Repr-Digest", reprDigest(tag)));
    return response
        .header("X-Content-Type-Options", "nosniff")
        .header("Content-Security-Policy", "sandbox; default-src 'none'")
        .header(HttpHeaders.CONTENT_DISPOSITION, ContentType.attachment(path.name()));
  }

  private static String reprDigest(String etag) {
    return reprDigestOf(etag.substring(1, etag.length() - 1));
  }

  /** RFC 9530's field of a SHA-256. */
  static String reprDigestOf(String sha256) {
    return "sha-256=:" + Base64.getEncoder().encodeToString(HexFormat.of().parseHex(sha256)) + ":";
  }

  /** Whether an {@code If-None-Match} has the tag; weak ones count. */
  private static boolean names(String header, String etag) {
    return header != null
        && Arrays.stream(header.split(",", -1))
            .map(String::strip)
            .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
            .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
  }

  /** Whether the client's part is of the same file, so that the range may follow it. */
  private static boolean isOf(String ifRange, Optional<String> etag) {
    return ifRange == null || etag.filter(ifRange.strip()::equals).isPresent();
  }

  private static Response unsatisfiable(long bytes) {
    return Response.status(Response.Status.REQUESTED_RANGE_NOT_SATISFIABLE)
        .header("Content-Range", "bytes */" + bytes)
        .type(MediaType.APPLICATION_JSON_TYPE)
        .entity(
            ErrorJson.of(
                ErrorCode.INVALID_PARAMETER_VALUE,
                "The artifact has no such range: it has " + bytes + " bytes."))
        .build();
  }
}
