package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.bundle.InputSchema;
import dev.grove.inference.Refused;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads a request to infer. What it does not know it passes over, as the protocol wants it. */
final class InferRequestReader {
  /** A column each, and some that stand beside the input. */
  private static final int MOST_INPUTS = InputSchema.MAX_COLUMNS + 100;

  private static final int LONGEST_ID = 1_024;
  private static final int LONGEST_REASON = 200;

  private final JsonParser parser;
  private final InferBody body;
  private final int mostElements;
  private String id;
  private boolean binaryOutput;
  private List<Tensor> inputs;
  private List<RequestedOutput> outputs;

  private InferRequestReader(JsonParser parser, InferBody body, int mostElements) {
    this.parser = parser;
    this.body = body;
    this.mostElements = mostElements;
  }

  /**
   * @param mostElements that all tensors may have together
   * @throws Refused if the body is no such request; names the tensor
   */
  static InferRequest read(InferBody body, int mostElements) {
    try (JsonParser parser = WireJson.FACTORY.createParser(body.bytes(), 0, body.jsonLength())) {
      return new InferRequestReader(parser, body, mostElements).read();
    } catch (JsonProcessingException e) {
      throw malformed(e);
    } catch (IOException e) {
      throw Refused.invalid("The body could not be read");
    }
  }

  private static Refused malformed(JsonProcessingException why) {
    JsonLocation location = why.getLocation();
    String reason = String.valueOf(why.getOriginalMessage()).split("\\(|: enable|, from", 2)[0];
    return Refused.invalid(
        "The body is not valid JSON"
            + (location == null
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr())
            + ": "
            + reason.substring(0, Math.min(LONGEST_REASON, reason.length())).strip());
  }

  private InferRequest read() throws IOException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw Refused.invalid("The body must be a JSON object with the tensors as 'inputs'");
    }
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      switch (field) {
        case "id" -> id = id(value);
        case "parameters" -> parameters(value);
        case "inputs" -> inputs = inputs(value);
        case "outputs" -> outputs = outputs(value);
        default -> parser.skipChildren();
      }
    }
    if (parser.nextToken() != null) {
      throw Refused.invalid("The JSON goes on after its end");
    }
    if (inputs == null) {
      throw Refused.invalid("The body has no 'inputs'");
    }
    return new InferRequest(id, binaryOutput, inputs, outputs);
  }

  private String id(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    if (value != JsonToken.VALUE_STRING || parser.getTextLength() > LONGEST_ID) {
      throw Refused.invalid("The 'id' must be a string of at most " + LONGEST_ID + " characters");
    }
    return parser.getText();
  }

  private void parameters(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return;
    }
    if (value != JsonToken.START_OBJECT) {
      throw Refused.invalid("The 'parameters' must be an object");
    }
    String parameter;
    while ((parameter = parser.nextFieldName()) != null) {
      JsonToken token = parser.nextToken();
      if (parameter.equals("binary_data_output")) {
        binaryOutput = flag("binary_data_output", token);
      } else {
        parser.skipChildren();
      }
    }
  }

  private static boolean flag(String parameter, JsonToken token) {
    if (token != JsonToken.VALUE_TRUE && token != JsonToken.VALUE_FALSE) {
      throw Refused.invalid("The parameter '" + parameter + "' must be true or false");
    }
    return token == JsonToken.VALUE_TRUE;
  }

  private List<Tensor> inputs(JsonToken value) throws IOException {
    if (inputs != null) {
      throw Refused.invalid("The 'inputs' stand there twice");
    }
    if (value != JsonToken.START_ARRAY) {
      throw Refused.invalid("The 'inputs' must be an array of tensors");
    }
    List<Tensor> read = new ArrayList<>();
    int binaryFrom = 0;
    int elements = 0;
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      requireObject("Input [" + read.size() + "]", "a tensor");
      if (read.size() == MOST_INPUTS) {
        throw Refused.invalid("There are more than " + MOST_INPUTS + " inputs");
      }
      TensorReader reader = new TensorReader(parser, body, mostElements - elements, read.size());
      Tensor tensor = reader.read(binaryFrom);
      read.add(tensor);
      binaryFrom += reader.binarySize();
      elements += tensor.shape().count();
    }
    if (binaryFrom < body.binaryLength()) {
      throw Refused.invalid(
          "The inputs take "
              + binaryFrom
              + " bytes of binary data, but "
              + body.binaryLength()
              + " follow the JSON");
    }
    return read;
  }

  private List<RequestedOutput> outputs(JsonToken value) throws IOException {
    if (value == JsonToken.VALUE_NULL) {
      return null;
    }
    if (outputs != null) {
      throw Refused.invalid("The 'outputs' stand there twice");
    }
    if (value != JsonToken.START_ARRAY) {
      throw Refused.invalid("The 'outputs' must be an array");
    }
    List<RequestedOutput> read = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      requireObject("Output [" + read.size() + "]", "an object");
      if (read.size() == ModelOutputs.MOST) {
        throw Refused.invalid("There are more than " + ModelOutputs.MOST + " outputs");
      }
      read.add(output(read.size()));
    }
    return read.isEmpty() ? null : read;
  }

  private RequestedOutput output(int index) throws IOException {
    String name = null;
    Boolean binary = null;
    int classification = 0;
    String field;
    while ((field = parser.nextFieldName()) != null) {
      JsonToken value = parser.nextToken();
      if (field.equals("name") && value == JsonToken.VALUE_STRING) {
        name = parser.getText();
      } else if (field.equals("parameters") && value == JsonToken.START_OBJECT) {
        String parameter;
        while ((parameter = parser.nextFieldName()) != null) {
          JsonToken token = parser.nextToken();
          switch (parameter) {
            case "binary_data" -> binary = flag(parameter, token);
            case "classification" -> classification = classification(token);
            default -> parser.skipChildren();
          }
        }
      } else {
        parser.skipChildren();
      }
    }
    if (name == null) {
      throw Refused.invalid("Output [" + index + "]: the name is missing");
    }
    return new RequestedOutput(name, binary, classification);
  }

  private int classification(JsonToken token) throws IOException {
    if (token != JsonToken.VALUE_NUMBER_INT
        || parser.getNumberType() != JsonParser.NumberType.INT
        || parser.getIntValue() < 0) {
      throw Refused.invalid("The parameter 'classification' must be a number of classes");
    }
    return parser.getIntValue();
  }

  private void requireObject(String what, String expected) {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw Refused.invalid(what + ": must be " + expected + ", a JSON object");
    }
  }
}
