package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * From a request's body to its answer, by the one version of a model that the request started with.
 * Rows are read, scored and answered one after the other, so that a batch needs the memory of one
 * row besides its answer.
 */
final class Predictor {
  private static final int SINGLE = -1;
  private static final int ROW_ANSWER_SIZE = 512;
  private static final int BATCH_ANSWER_SIZE = 16 << 10;

  private final int mostRows;

  /**
   * @param mostRows that a batch may have
   */
  Predictor(int mostRows) {
    this.mostRows = mostRows;
  }

  /** What is answered about a row that was read. */
  interface RowAnswer {
    void write(JsonGenerator json, ServedModel model, Scratch scratch) throws IOException;
  }

  /** One row, a JSON object, to one answer. */
  Answered one(ServedModel model, InputStream body, RowAnswer answer) {
    return answer(
        body,
        ROW_ANSWER_SIZE,
        (parser, json, unknown) -> {
          expect(parser.nextToken(), JsonToken.START_OBJECT, "one row as a JSON object");
          Scratch scratch = model.borrow();
          try {
            new RowReader(model, unknown).read(parser, scratch, SINGLE);
            expectEnd(parser);
            answer.write(json, model, scratch);
          } finally {
            model.giveBack(scratch);
          }
          return 1;
        });
  }

  /** An array of rows to their answers in order; one bad row fails them all. */
  Answered batch(ServedModel model, InputStream body, RowAnswer answer) {
    return answer(
        body,
        BATCH_ANSWER_SIZE,
        (parser, json, unknown) -> {
          expect(parser.nextToken(), JsonToken.START_ARRAY, "a JSON array of rows");
          Scratch scratch = model.borrow();
          try {
            json.writeStartObject();
            json.writeArrayFieldStart("predictions");
            int rows = rows(model, parser, json, unknown, scratch, answer);
            json.writeEndArray();
            json.writeEndObject();
            return rows;
          } finally {
            model.giveBack(scratch);
          }
        });
  }

  private int rows(
      ServedModel model,
      JsonParser parser,
      JsonGenerator json,
      UnknownFields unknown,
      Scratch scratch,
      RowAnswer answer)
      throws IOException {
    RowReader reader = new RowReader(model, unknown);
    int rows = 0;
    JsonToken token;
    while ((token = parser.nextToken()) != JsonToken.END_ARRAY) {
      if (rows == mostRows) {
        throw Refused.tooLarge("The batch has more than " + mostRows + " rows");
      }
      if (token != JsonToken.START_OBJECT) {
        throw Refused.invalid("[" + rows + "]", "must be a row, a JSON object");
      }
      reader.read(parser, scratch, rows);
      answer.write(json, model, scratch);
      rows++;
    }
    expectEnd(parser);
    return rows;
  }

  /** Reads a body and writes its answer; returns the number of rows. */
  private interface Exchange {
    int run(JsonParser parser, JsonGenerator json, UnknownFields unknown) throws IOException;
  }

  private static Answered answer(InputStream body, int size, Exchange exchange) {
    UnknownFields unknown = new UnknownFields();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(size);
    try (JsonParser parser = Json.FACTORY.createParser(body);
        JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      int rows = run(exchange, parser, json, unknown);
      json.flush();
      return new Answered(bytes.toByteArray(), rows, unknown.header());
    } catch (IOException e) {
      throw Refused.invalid("The body could not be read to its end");
    }
  }

  private static int run(
      Exchange exchange, JsonParser parser, JsonGenerator json, UnknownFields unknown)
      throws IOException {
    try {
      return exchange.run(parser, json, unknown);
    } catch (JsonProcessingException e) {
      throw MalformedJson.refuse(e, Json.path(parser));
    }
  }

  private static void expect(JsonToken token, JsonToken expected, String words) {
    if (token == null) {
      throw Refused.invalid("The body is empty; expected " + words);
    }
    if (token != expected) {
      throw Refused.invalid("The body is " + name(token) + "; expected " + words);
    }
  }

  private static String name(JsonToken token) {
    return switch (token) {
      case START_OBJECT -> "an object";
      case START_ARRAY -> "an array";
      case VALUE_STRING -> "a string";
      case VALUE_NULL -> "null";
      case VALUE_TRUE, VALUE_FALSE -> "a boolean";
      default -> "a number";
    };
  }

  private static void expectEnd(JsonParser parser) throws IOException {
    if (parser.nextToken() != null) {
      throw Refused.invalid("The body goes on after its end");
    }
  }
}
