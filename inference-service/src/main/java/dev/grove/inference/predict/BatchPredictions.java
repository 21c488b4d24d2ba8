package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import dev.grove.inference.admission.Deadline;
import dev.grove.inference.admission.Pace;
import dev.grove.inference.predict.PredictMeters.Measured;
import dev.grove.inference.predict.PredictOptions.Place;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import dev.grove.inference.serving.ServedModel;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** From a request for many rows to its response: bounded, counted, timed, and streamed if long. */
@Singleton
public final class BatchPredictions {
  private static final Logger LOG = Logger.getLogger(BatchPredictions.class);

  private final ModelRouter models;
  private final RowPredictor predictor;
  private final PredictMeters meters;
  private final Pace pace;
  private final BatchBounds bounds;
  private final int longestLine;
  private final long largestBody;
  private final int unreadAnswer;
  private final long patienceNanos;

  @Inject
  public BatchPredictions(
      ModelRouter models,
      RowPredictor predictor,
      PredictMeters meters,
      Pace pace,
      PredictConfig config) {
    this.models = models;
    this.pace = pace;
    this.predictor = predictor;
    this.meters = meters;
    this.bounds =
        new BatchBounds(
            config.maxBatchRows(),
            Math.toIntExact(config.heldAnswer().asLongValue()),
            Math.toIntExact(config.wholeAnswer().asLongValue()));
    this.longestLine = Math.toIntExact(config.maxRowSize().asLongValue());
    this.largestBody = config.maxBatchSize().asLongValue();
    this.unreadAnswer = Math.toIntExact(config.unreadAnswer().asLongValue());
    this.patienceNanos = config.unreadPatience().toNanos();
  }

  /** Ends the response itself, for it may have begun before it is known. */
  void predict(ModelReference reference, HttpServerRequest request, InputStream body) {
    PredictOptions options = PredictOptions.parse(request.query(), Place.BATCH);
    ServedModel model = models.route(reference);
    Measured measured = meters.start(model, true);
    try {
      options.check(model);
      answer(model, request, body, options, measured);
    } catch (IOException e) {
      Refused refused = Refused.unreadable();
      measured.failed(refused);
      throw refused;
    } catch (RuntimeException | Error e) {
      measured.failed(e);
      throw e;
    }
  }

  private void answer(
      ServedModel model,
      HttpServerRequest request,
      InputStream body,
      PredictOptions options,
      Measured measured)
      throws IOException {
    MultiMap headers = request.headers();
    InputStream text = JsonBody.ofBatch(request::getHeader, body, largestBody);
    UnknownFields unknown = new UnknownFields();
    RowReader reader = new RowReader(model, unknown);
    boolean linesIn = JsonBody.isLines(headers.get(HttpHeaders.CONTENT_TYPE));
    boolean linesOut = asksForLines(headers.get(HttpHeaders.ACCEPT), linesIn);
    Rows rows =
        linesIn
            ? new JsonLines(text, reader, longestLine)
            : new JsonRows(Json.parser(text), reader);
    HeldAnswer held = new HeldAnswer();
    JsonGenerator json = Json.FACTORY.createGenerator(held);
    BatchWriter writer =
        linesOut ? new LinesWriter(json, unknown) : new JsonBatchWriter(json, unknown);
    Deadline deadline = Deadline.of(headers::get, System.nanoTime());
    Pace.Work work = pace.begin(Pace.Level.BATCH);
    BatchAnswer batch =
        new BatchAnswer(
            model,
            rows,
            writer,
            held,
            block -> {
              work.betweenBlocks();
              return predictor.predict(model, block, deadline);
            },
            options,
            bounds);
    String type = linesOut ? JsonBody.LINES : MediaType.APPLICATION_JSON;
    if (batch.begin()) {
      sendWhole(request, held, type, unknown);
      measured.answered(batch.rows() - batch.failed(), batch.failed());
    } else {
      ClientStream client = new ClientStream(request, type, unreadAnswer, patienceNanos);
      stream(batch, client, unknown, measured);
    }
  }

  /**
   * Waits until it is sent: Quarkus clears the type of a response without an entity, which would
   * reach one whose head is still on its way to the event loop.
   */
  private void sendWhole(
      HttpServerRequest request, HeldAnswer held, String type, UnknownFields unknown)
      throws IOException {
    HttpServerResponse response = request.response();
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (unknown.header() != null) {
      response.putHeader(UnknownFields.HEADER, unknown.header());
    }
    try {
      response
          .end(Buffer.buffer(held.toByteArray()))
          .toCompletionStage()
          .toCompletableFuture()
          .get(patienceNanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException();
    } catch (ExecutionException | TimeoutException e) {
      request.connection().close();
      throw new IOException("The client is gone", e);
    }
  }

  /** Throws nothing: whoever would answer it comes too late. */
  private static void stream(
      BatchAnswer batch, ClientStream client, UnknownFields unknown, Measured measured) {
    if (unknown.header() != null) {
      client.header(UnknownFields.HEADER, unknown.header());
    }
    try {
      batch.continueTo(client);
      client.end();
      measured.answered(batch.rows() - batch.failed(), batch.failed());
    } catch (IOException e) {
      client.abort();
      measured.failed(Refused.unreadable());
    } catch (RuntimeException | Error e) {
      client.abort();
      measured.failed(e);
      LOG.error("An answer broke off", e);
    }
  }

  /** As it came, unless the client says which one it takes. */
  private static boolean asksForLines(String accept, boolean linesIn) {
    if (accept == null) {
      return linesIn;
    }
    boolean lines = accept.contains(JsonBody.LINES);
    boolean json = accept.contains(MediaType.APPLICATION_JSON);
    return lines == json ? linesIn : lines;
  }
}
