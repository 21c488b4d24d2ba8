package dev.grove.registry.promotion;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.regex.Pattern;

/** Reads JSON within bounds: no field twice, nothing after the end. */
final class StrictJson {
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static {
    JSON.getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder().maxNestingDepth(20).maxStringLength(100_000).build());
  }

  private static final int LONGEST_BODY = 256 << 10;

  /** What the parser tells its programmer and not its user. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(: enable `[^`]*` to allow)|(, from `[^`]*`)|( \\(start marker at \\[[^\\]]*]\\))");

  private StrictJson() {}

  static JsonNode tree(byte[] bytes) throws IOException {
    return JSON.readTree(bytes);
  }

  /** What the registry itself wrote. */
  static JsonNode stored(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("stored text is not JSON", e);
    }
  }

  /** A request's body, read no further than it may be long; none is an empty object. */
  static JsonNode body(InputStream body) {
    byte[] bytes;
    try {
      bytes = body == null ? new byte[0] : body.readNBytes(LONGEST_BODY + 1);
    } catch (IOException e) {
      throw Problems.invalid("The body broke off");
    }
    if (bytes.length > LONGEST_BODY) {
      throw Problems.tooLarge(LONGEST_BODY);
    }
    JsonNode root = bytes.length == 0 ? JSON.createObjectNode() : parsed(bytes);
    if (!root.isObject()) {
      throw Problems.invalid("The body must be a JSON object");
    }
    return root;
  }

  private static JsonNode parsed(byte[] bytes) {
    try {
      return tree(bytes);
    } catch (JsonProcessingException e) {
      String reason = ADVICE.matcher(e.getOriginalMessage()).replaceAll("");
      throw Problems.invalid("The body is not JSON: " + reason);
    } catch (IOException e) {
      throw Problems.invalid("The body is not UTF-8 text");
    }
  }
}
