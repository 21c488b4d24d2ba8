package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import dev.grove.registry.artifact.ArtifactPath;
import dev.grove.registry.artifact.Scrub;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Verifies stored artifacts, page by page. */
@Path("/artifacts/scrub")
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "upkeep")
public class ScrubResource {
  private final Scrub scrub;
  private final Clock clock;

  public ScrubResource(Scrub scrub, Clock clock) {
    this.scrub = scrub;
    this.clock = clock;
  }

  /** Something that is wrong with a file. */
  public record Finding(String path, String fault, String detail) {
    static Finding of(Scrub.Finding finding) {
      return new Finding(
          finding.path().toString(),
          finding.fault().name().toLowerCase(Locale.ROOT),
          finding.detail());
    }
  }

  /** What one page found, and where the next goes on. */
  @JsonInclude(Include.NON_NULL)
  public record Page(
      long files, long bytes, long adopted, List<Finding> findings, String nextPageToken) {
    static Page of(Scrub.Report report) {
      return new Page(
          report.files(),
          report.bytes(),
          report.adopted(),
          report.findings().stream().map(Finding::of).toList(),
          report.next().orElse(null));
    }
  }

  @POST
  @Operation(
      summary =
          "Compare stored files with their digests for some seconds: path, seconds, pageToken")
  public Page page(@Context UriInfo uri) throws IOException {
    Fields request = Fields.ofQuery(uri);
    int seconds = request.size("seconds", 10, 60);
    return Page.of(
        scrub.page(
            ArtifactPath.of(request.textOrEmpty("path")),
            request.nonEmpty("pageToken"),
            clock.instant().plusSeconds(seconds)));
  }
}
