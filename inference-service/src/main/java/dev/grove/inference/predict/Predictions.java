package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestResponse;

/** From a request with its headers to its response: bounded, counted and timed. */
@Singleton
public final class Predictions {
  private final PredictMeters meters;
  private final Predictor predictor;
  private final Predictor.RowAnswer prediction;
  private final long largestRow;
  private final long largestBatch;

  @Inject
  public Predictions(PredictMeters meters, RowPredictor rows, PredictConfig config) {
    this.meters = meters;
    this.prediction = prediction(rows);
    this.predictor = new Predictor(config.maxBatchRows());
    this.largestRow = config.maxRowSize().asLongValue();
    this.largestBatch = config.maxBatchSize().asLongValue();
  }

  RestResponse<byte[]> one(ServedModel model, HttpHeaders headers, InputStream body) {
    return response(
        meters.measure(
            model,
            false,
            () -> predictor.one(model, JsonBody.of(headers, body, largestRow), prediction)));
  }

  RestResponse<byte[]> batch(ServedModel model, HttpHeaders headers, InputStream body) {
    return response(
        meters.measure(
            model,
            true,
            () -> predictor.batch(model, JsonBody.of(headers, body, largestBatch), prediction)));
  }

  /** The encoded vector in place of a prediction; not counted as one. */
  RestResponse<byte[]> encode(ServedModel model, HttpHeaders headers, InputStream body) {
    return response(
        predictor.one(model, JsonBody.of(headers, body, largestRow), Predictions::encoding));
  }

  static Predictor.RowAnswer prediction(RowPredictor rows) {
    return (json, model, scratch) ->
        AnswerWriter.write(json, model, rows.predict(model, scratch).prediction());
  }

  static void encoding(JsonGenerator json, ServedModel model, Scratch scratch) throws IOException {
    EncodingWriter.write(json, model, scratch.encode());
  }

  private static RestResponse<byte[]> response(Answered answered) {
    RestResponse.ResponseBuilder<byte[]> response =
        RestResponse.ResponseBuilder.ok(answered.json());
    if (answered.unknownFields() != null) {
      response.header(UnknownFields.HEADER, answered.unknownFields());
    }
    return response.build();
  }
}
