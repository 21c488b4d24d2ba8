package dev.grove.inference.scoring;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads requests strictly: what is not understood is refused by its field's name. */
final class ScoreRequestReader {
  private static final int LARGEST = 256 << 10;
  private static final int MOST_KEPT = 1_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final Set<String> FIELDS =
      Set.of("dataset", "version", "split", "part", "keep", "as");
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ScoreRequestReader() {}

  /**
   * @throws Refused naming the field and the reason
   */
  static ScoreRequest read(InputStream body) {
    JsonNode json = parse(body);
    if (json == null || !json.isObject()) {
      throw Refused.invalid("The body must be a JSON object");
    }
    json.fieldNames()
        .forEachRemaining(
            field -> {
              if (!FIELDS.contains(field)) {
                throw Refused.invalid(field, "is not known here");
              }
            });
    String part = name(json, "part", null);
    if (part != null && !ScoreRequest.PARTS.contains(part)) {
      throw Refused.invalid("part", "must be one of " + String.join(", ", ScoreRequest.PARTS));
    }
    String dataset = name(json, "dataset", null);
    if (dataset == null) {
      throw Refused.invalid("dataset", "is missing");
    }
    return new ScoreRequest(
        dataset,
        name(json, "version", "latest"),
        name(json, "split", "default"),
        part,
        keep(json.get("keep")),
        name(json, "as", null));
  }

  private static JsonNode parse(InputStream body) {
    try {
      byte[] bytes = body.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw Refused.tooLarge("The body exceeds " + LARGEST + " bytes");
      }
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw Refused.invalid("The body is not valid JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw Refused.invalid("The body could not be read to its end");
    }
  }

  private static String name(JsonNode json, String field, String otherwise) {
    JsonNode value = json.get(field);
    if (value == null || value.isNull()) {
      return otherwise;
    }
    if (!value.isTextual() || !NAME.matcher(value.textValue()).matches()) {
      throw Refused.invalid(field, "must be a text that matches " + NAME);
    }
    return value.textValue();
  }

  private static List<String> keep(JsonNode json) {
    if (json == null || json.isNull()) {
      return List.of();
    }
    if (!json.isArray() || json.size() > MOST_KEPT) {
      throw Refused.invalid("keep", "must be an array of at most " + MOST_KEPT + " columns");
    }
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < json.size(); i++) {
      JsonNode column = json.get(i);
      if (!column.isTextual() || columns.contains(column.textValue())) {
        throw Refused.invalid("keep[" + i + "]", "must be a column's name, and stand there once");
      }
      columns.add(column.textValue());
    }
    return columns;
  }
}
