package dev.grove.training.job;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.entrance.RequestIds;
import dev.grove.training.fit.DataServiceAway;
import dev.grove.training.fit.InvalidParameter;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.ExampleObject;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Training jobs over HTTP. */
@Path("/jobs")
@Tag(name = "Jobs", description = "Training jobs: asked for, watched, cancelled")
@Produces(MediaType.APPLICATION_JSON)
public class JobResource {
  /** How often an event stream looks at its job. */
  private static final Duration GLANCE = Duration.ofMillis(400);

  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final Pattern KEY = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private final JobStore store;
  private final JobAdmission admission;

  JobResource(JobStore store, JobAdmission admission) {
    this.store = store;
    this.admission = admission;
  }

  @POST
  @Blocking
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Queues a training job",
      description =
          "With an Idempotency-Key, the same request makes one job however often it is" + " sent.")
  @RequestBody(
      required = true,
      content =
          @Content(
              schema = @Schema(implementation = JobRequest.class),
              examples = {
                @ExampleObject(name = "Everything inferred", value = "{\"dataset\": \"adult\"}"),
                @ExampleObject(
                    name = "Everything named",
                    value =
                        """
                        {"dataset": "adult", "version": "latest", "split": "default",
                         "target": "c15", "task": "binary",
                         "features": {"features": [{"kind": "numeric", "column": "c1"},
                                                   {"kind": "category", "column": "c2"}]},
                         "parameters": {"learning_rate": 0.1, "num_leaves": 31},
                         "rounds": 200, "earlyStoppingRounds": 20, "seed": 42,
                         "model": "adult", "experiment": "adult"}
                        """)
              }))
  @APIResponse(
      responseCode = "202",
      description = "Accepted; Location is the job",
      content = @Content(schema = @Schema(implementation = JobJson.class)))
  @APIResponse(responseCode = "400", description = "A field is to blame, which the problem names")
  @APIResponse(responseCode = "413", description = "More than 1 MiB")
  @APIResponse(responseCode = "422", description = "The Idempotency-Key had another request")
  @APIResponse(responseCode = "503", description = "data-service is away")
  public Response submit(
      InputStream body,
      @RestHeader("Idempotency-Key") String idempotencyKey,
      @RestHeader(RequestIds.HEADER) String requestId)
      throws DataServiceAway {
    if (idempotencyKey != null && !KEY.matcher(idempotencyKey).matches()) {
      throw new InvalidParameter(
          "Idempotency-Key", "must be from 1 to 255 printable characters without blanks");
    }
    JsonNode root = JobRequestReader.parse(JobRequestReader.bytes(body));
    String digest = JobRequestReader.digest(root);
    Optional<TrainingJob> known =
        idempotencyKey == null ? Optional.empty() : store.findByKey(idempotencyKey, digest);
    if (known.isPresent()) {
      return accepted(known.get());
    }
    JobSpec spec = admission.admit(JobRequestReader.read(root), requestId);
    return accepted(store.submit(new Submission(spec, idempotencyKey, digest, requestId)));
  }

  private static Response accepted(TrainingJob job) {
    return Response.accepted(JobJson.of(job)).location(URI.create("/jobs/" + job.id())).build();
  }

  @GET
  @Blocking
  @Operation(summary = "Lists jobs, the newest first")
  public JobPage list(@RestQuery String limit, @RestQuery String pageToken) {
    int most = limit(limit);
    List<TrainingJob> jobs = store.list(JobPage.before(pageToken), most + 1);
    return JobPage.of(jobs, most);
  }

  private static int limit(String text) {
    if (text == null) {
      return 100;
    }
    if (!text.matches("[0-9]{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > JobPage.MOST) {
      throw new InvalidParameter("limit", "must be a whole number from 1 to " + JobPage.MOST);
    }
    return Integer.parseInt(text);
  }

  @GET
  @Blocking
  @Path("{id}")
  @Operation(summary = "A job with its state, metrics and, in the end, its evaluation")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = JobJson.class)))
  @APIResponse(responseCode = "404", description = "There is no such job")
  public JobJson get(@RestPath String id) {
    return JobJson.of(require(id));
  }

  @GET
  @Blocking
  @Path("{id}/events")
  @Produces(MediaType.SERVER_SENT_EVENTS)
  @RestStreamElementType(MediaType.APPLICATION_JSON)
  @Operation(
      summary = "Follows a job",
      description =
          "Server-sent events, each of them the whole job, whenever it changed; the"
              + " stream ends after a final state.")
  public Multi<JobJson> events(@RestPath String id) {
    require(id);
    return Multi.createBy()
        .repeating()
        .uni(() -> Uni.createFrom().item(() -> get(id)).runSubscriptionOn(workers()))
        .withDelay(GLANCE)
        .whilst(job -> !job.isFinal())
        .skip()
        .repetitions();
  }

  private static Executor workers() {
    return Infrastructure.getDefaultWorkerPool();
  }

  @DELETE
  @Blocking
  @Path("{id}")
  @Operation(
      summary = "Cancels a job",
      description = "A job that trains ends within a second or two; a final one stays as it is.")
  @APIResponse(
      responseCode = "202",
      content = @Content(schema = @Schema(implementation = JobJson.class)))
  @APIResponse(responseCode = "404", description = "There is no such job")
  @APIResponse(responseCode = "409", description = "The job succeeded or failed already")
  public Response cancel(@RestPath String id) {
    require(id);
    store.cancel(id);
    TrainingJob job = require(id);
    if (job.state().isFinal() && !(job.state() instanceof JobState.Cancelled)) {
      throw Problems.conflict("The job has " + job.state().wireName() + " already");
    }
    return accepted(job);
  }

  private TrainingJob require(String id) {
    Optional<TrainingJob> job = ID.matcher(id).matches() ? store.find(id) : Optional.empty();
    return job.orElseThrow(() -> Problems.noSuchJob(id));
  }
}
