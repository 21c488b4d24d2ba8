package dev.grove.registry.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Reads a request message from a bounded JSON body of whatever content type: curl's default names
 * another one.
 *
 * <p>As in MLflow, no body is an empty message, and a text that holds the object counts as the
 * object, because old clients encode twice.
 */
@Provider
@Consumes(MediaType.WILDCARD)
public class FieldsReader implements MessageBodyReader<Fields> {
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  /** What the parser tells its programmer and not its user. */
  private static final Pattern ADVICE =
      Pattern.compile(
          "(: enable `[^`]*` to allow)|(, from `[^`]*`)|( \\(start marker at \\[[^\\]]*]\\))");

  private final int longest;

  public FieldsReader(MlflowConfig config) {
    longest = Math.toIntExact(config.maxBody().asLongValue());
  }

  @Override
  public boolean isReadable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return type == Fields.class;
  }

  @Override
  public Fields readFrom(
      Class<Fields> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, String> headers,
      InputStream body) {
    String announced = headers.getFirst(HttpHeaders.CONTENT_LENGTH);
    if (announced != null && Long.parseLong(announced) > longest) {
      throw tooLong();
    }
    byte[] bytes = read(body);
    if (bytes.length > longest) {
      throw tooLong();
    }
    return parse(bytes);
  }

  private RegistryException tooLong() {
    return RegistryException.invalid("The request's body has more than " + longest + " bytes.");
  }

  private byte[] read(InputStream body) {
    try {
      return body.readNBytes(longest + 1);
    } catch (IOException e) {
      throw new RegistryException(ErrorCode.BAD_REQUEST, "The request's body broke off.", e);
    }
  }

  static Fields parse(byte[] bytes) {
    JsonNode message = tree(bytes);
    if (message.isTextual()) {
      message = tree(message.textValue().getBytes(StandardCharsets.UTF_8));
    }
    if (message.isMissingNode() || message.isNull()) {
      message = JsonNodeFactory.instance.objectNode();
    }
    if (message instanceof ObjectNode object) {
      return Fields.ofBody(object, bytes.length);
    }
    throw RegistryException.invalid("The request's body must be a JSON object.");
  }

  private static JsonNode tree(byte[] bytes) {
    try {
      return JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE,
          "The request's body is not valid JSON: " + reason(e),
          e);
    } catch (IOException e) {
      throw new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE, "The request's body is not UTF-8 text.", e);
    }
  }

  private static String reason(JsonProcessingException e) {
    return e instanceof MismatchedInputException
        ? "it goes on after its end"
        : ADVICE.matcher(e.getOriginalMessage()).replaceAll("");
  }
}
