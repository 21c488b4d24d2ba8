package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.inference.fallback.AnswerChain;
import dev.grove.inference.fallback.FallbackMeters;
import dev.grove.inference.fallback.FallbackRule;
import dev.grove.inference.fallback.FallbackRules;
import dev.grove.inference.serving.ServedModel;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests without HTTP: bodies in, answers out. */
final class Asked {
  static final int MOST_ROWS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final RowPredictor ROWS =
      new RowPredictor(
          new AnswerChain(
              new FallbackRules(FallbackRule.NEVER),
              List.of(),
              new FallbackMeters(new SimpleMeterRegistry())),
          (model, prediction, servedBy) -> null,
          List.of());
  private static final PredictOptions TOGETHER = new PredictOptions(0, false, false, true);

  private Asked() {}

  static InputStream body(String json) {
    return new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
  }

  static RowAnswer one(ServedModel model, InputStream body) {
    return one(model, body, PredictOptions.NONE);
  }

  static RowAnswer one(ServedModel model, InputStream body, PredictOptions options) {
    return RowAnswer.of(
        model,
        body,
        (json, scratch) -> AnswerWriter.write(json, ROWS.predict(model, scratch), options));
  }

  static RowAnswer encoded(ServedModel model, InputStream body) {
    return RowAnswer.of(
        model, body, (json, scratch) -> EncodingWriter.write(json, model, scratch.encode()));
  }

  /** A batch that succeeds or fails as a whole. */
  static JsonNode together(ServedModel model, InputStream body) {
    return tree(new Batch(model, body, TOGETHER, bounds(MOST_ROWS, 1 << 20)).all());
  }

  static BatchBounds bounds(int rows, int held) {
    return new BatchBounds(rows, held, 1 << 20);
  }

  static JsonNode tree(byte[] json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode withoutIds(byte[] json) {
    JsonNode answer = tree(json);
    for (JsonNode parent : answer.findParents("predictionId")) {
      ((ObjectNode) parent).remove("predictionId");
    }
    return answer;
  }

  static JsonNode tree(RowAnswer answer) {
    return tree(answer.json());
  }

  /** One batch and what became of it. */
  static final class Batch {
    private final HeldAnswer held = new HeldAnswer();
    private final BatchAnswer answer;
    private boolean streamed;

    Batch(ServedModel model, InputStream body, PredictOptions options, BatchBounds bounds) {
      this(model, body, options, bounds, false);
    }

    Batch(
        ServedModel model,
        InputStream body,
        PredictOptions options,
        BatchBounds bounds,
        boolean lines) {
      try {
        UnknownFields unknown = new UnknownFields();
        RowReader reader = new RowReader(model, unknown);
        JsonGenerator json = Json.FACTORY.createGenerator(held);
        answer =
            new BatchAnswer(
                model,
                lines
                    ? new JsonLines(body, reader, 1 << 10)
                    : new JsonRows(Json.FACTORY.createParser(body), reader),
                lines ? new LinesWriter(json, unknown) : new JsonBatchWriter(json, unknown),
                held,
                block -> ROWS.predict(model, block, null),
                options,
                bounds);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    byte[] all() {
      ByteArrayOutputStream client = new ByteArrayOutputStream();
      try {
        if (answer.begin()) {
          held.release(client);
        } else {
          streamed = true;
          answer.continueTo(client);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return client.toByteArray();
    }

    boolean streamed() {
      return streamed;
    }
  }
}
