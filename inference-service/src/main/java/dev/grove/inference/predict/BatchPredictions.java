package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.Refused;
import dev.grove.inference.admission.Deadline;
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

/** From a request for many rows to its response: bounded, counted, timed, and streamed if long. */
@Singleton
public final class BatchPredictions {
  private final ModelRouter models;
  private final RowPredictor predictor;
  private final PredictMeters meters;
  private final BatchBounds bounds;
  private final int longestLine;
  private final long largestBody;
  private final int unreadAnswer;
  private final long patienceNanos;

  @Inject
  public BatchPredictions(
      ModelRouter models, RowPredictor predictor, PredictMeters meters, PredictConfig config) {
    this.models = models;
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
  void predict(
      ModelReference reference, HttpServerRequest request, InputStream body) {
    PredictOptions options = PredictOptions.parse(request.query(), Place.BATCH);
    ServedModel model = models.route(reference);
    PredictMeters.Measured measured = meters.start(model, true);
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
      PredictMeters.Measured measured)
      throws IOException {
    MultiMap headers = request.headers();
    InputStream text = JsonBody.ofBatch(headers, body, largestBody);
    UnknownFields unknown = new UnknownFields();
    RowReader reader = new RowReader(model, unknown);
    boolean linesIn = JsonBody.isLines(headers.get(HttpHeaders.CONTENT_TYPE));
    boolean linesOut = asksForLines(headers.get(HttpHeaders.ACCEPT), linesIn);
    Rows rows =
        linesIn
            ? new JsonLines(text, reader, longestLine)
            : new JsonRows(Json.FACTORY.createParser(text), reader);
    HeldAnswer held = new HeldAnswer();
    JsonGenerator json = Json.FACTORY.createGenerator(held);
    BatchWriter writer =
        linesOut ? new LinesWriter(json, unknown) : new JsonBatchWriter(json, unknown);
    Deadline deadline = Deadline.of(headers::get, System.nanoTime());
    BatchAnswer batch =
        new BatchAnswer(
            model, rows, writer, held, block -> predictor.predict(model, block, deadline), options, bounds);
    String type = linesOut ? JsonBody.LINES : MediaType.APPLICATION_JSON;
    if (batch.begin()) {
      sendWhole(request.response(), held, type, unknown);
    } else {
      stream(batch, new ClientStream(request, type, unreadAnswer, patienceNanos), unknown);
    }
    measured.answered(batch.rows() - batch.failed(), batch.failed());
  }

  private static void sendWhole(
      HttpServerResponse response, HeldAnswer held, String type, UnknownFields unknown) {
    response.putHeader(HttpHeaders.CONTENT_TYPE, type);
    if (unknown.header() != null) {
      response.putHeader(UnknownFields.HEADER, unknown.header());
    }
    response.end(Buffer.buffer(held.toByteArray()));
  }

  private static void stream(BatchAnswer batch, ClientStream client, UnknownFields unknown)
      throws IOException {
    if (unknown.header() != null) {
      client.header(UnknownFields.HEADER, unknown.header());
    }
    try {
      batch.continueTo(client);
      client.end();
    } catch (IOException | RuntimeException | Error e) {
      client.abort();
      throw e;
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
