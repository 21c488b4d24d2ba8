package dev.grove.inference.predict;

import dev.grove.inference.admission.Deadline;
import dev.grove.inference.predict.PredictOptions.Place;
import dev.grove.inference.serving.ModelReference;
import dev.grove.inference.serving.ModelRouter;
import dev.grove.inference.serving.ServedModel;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.InputStream;
import org.jboss.resteasy.reactive.RestResponse;

/** From a request for one row to its response: bounded, counted and timed. */
@Singleton
public final class Predictions {
  private final ModelRouter models;
  private final RowPredictor rows;
  private final PredictMeters meters;
  private final long largestRow;

  @Inject
  public Predictions(
      ModelRouter models, RowPredictor rows, PredictMeters meters, PredictConfig config) {
    this.models = models;
    this.rows = rows;
    this.meters = meters;
    this.largestRow = config.maxRowSize().asLongValue();
  }

  RestResponse<byte[]> predict(
      ModelReference reference, HttpServerRequest request, InputStream body) {
    PredictOptions options = PredictOptions.parse(request.query(), Place.ROW);
    Deadline deadline = Deadline.of(request::getHeader, System.nanoTime());
    ServedModel model = models.route(reference);
    PredictMeters.Measured measured = meters.start(model, false);
    try {
      options.check(model);
      RowAnswer answer =
          RowAnswer.of(
              model,
              JsonBody.of(request::getHeader, body, largestRow),
              (json, scratch) -> {
                AnsweredRow row = rows.predict(model, scratch, deadline);
                AnswerWriter.write(json, row, options);
              });
      measured.answered(1, 0);
      return response(answer);
    } catch (RuntimeException | Error e) {
      measured.failed(e);
      throw e;
    }
  }

  /** The encoded vector in place of a prediction; not counted as one. */
  RestResponse<byte[]> encode(
      ModelReference reference, HttpServerRequest request, InputStream body) {
    PredictOptions.parse(request.query(), Place.ENCODING);
    ServedModel model = models.route(reference);
    return response(
        RowAnswer.of(
            model,
            JsonBody.of(request::getHeader, body, largestRow),
            (json, scratch) -> EncodingWriter.write(json, model, scratch.encode())));
  }

  private static RestResponse<byte[]> response(RowAnswer answer) {
    RestResponse.ResponseBuilder<byte[]> response = RestResponse.ResponseBuilder.ok(answer.json());
    if (answer.unknownFields() != null) {
      response.header(UnknownFields.HEADER, answer.unknownFields());
    }
    return response.build();
  }
}
