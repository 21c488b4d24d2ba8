package dev.grove.inference.scoring;

import dev.grove.inference.Refused;
import io.smallrye.common.annotation.Blocking;
import jakarta.inject.Inject;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestResponse;

/** Jobs that score datasets, and their results. */
@Path("/score-jobs")
@Blocking
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "score jobs")
public final class ScoreJobResource {
  private final ScoreJobs jobs;

  @Inject
  ScoreJobResource(Scoring scoring) {
    this.jobs = scoring.jobs();
  }

  @GET
  @Operation(summary = "List the jobs, the newest first")
  public ScoreJobPage list(
      @RestQuery @DefaultValue("100") String limit, @RestQuery String pageToken) {
    return ScoreJobPage.of(jobs.all(), limit, pageToken);
  }

  @GET
  @Path("/{id}")
  @Operation(summary = "One job with its progress")
  @APIResponse(responseCode = "404", description = "No such job, or none any more")
  public ScoreJob get(@RestPath String id) {
    return require(id);
  }

  private ScoreJob require(String id) {
    return jobs.find(id).orElseThrow(() -> Refused.notFound("No score job '" + id + "'"));
  }

  @GET
  @Path("/{id}/result")
  @Produces("application/gzip")
  @Operation(summary = "The result as gzipped CSV")
  @APIResponse(responseCode = "404", description = "No such job, or it has no result")
  @APIResponse(responseCode = "409", description = "The job has not ended")
  public RestResponse<java.nio.file.Path> result(@RestPath String id) {
    ScoreJob job = require(id);
    java.nio.file.Path result =
        jobs.result(id)
            .orElseThrow(
                () ->
                    job.state().isFinal()
                        ? Refused.notFound("Score job '" + id + "' has no result")
                        : Refused.conflict("Score job '" + id + "' has not ended"));
    return RestResponse.ResponseBuilder.ok(result)
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + id + ".csv.gz\"")
        .build();
  }

  @DELETE
  @Path("/{id}")
  @Operation(summary = "Cancel a job, or forget one that has ended, with its result")
  @APIResponse(responseCode = "204", description = "It is cancelled soon, or forgotten")
  public void delete(@RestPath String id) {
    require(id);
    try {
      jobs.remove(id);
    } catch (IOException e) {
      throw Refused.unavailable("The job cannot be changed on the disk");
    }
  }
}
