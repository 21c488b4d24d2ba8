package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.InvalidValue;
import dev.grove.bundle.Row;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.io.IOException;

/** Reads JSON objects straight into a scratch's row, with no tree of nodes between. */
final class RowReader {
  private final ServedModel model;
  private final InputSchema input;
  private final UnknownFields unknown;

  RowReader(ServedModel model, UnknownFields unknown) {
    this.model = model;
    this.input = model.bundle().input();
    this.unknown = unknown;
  }

  /**
   * Reads one object, from its opening brace, where the parser stands, to its closing one, whatever
   * is wrong with its values.
   *
   * @return the first field that its column cannot take, or that stands there twice; null if the
   *     row can be predicted
   */
  RowFault read(JsonParser parser, Scratch scratch) throws IOException {
    scratch.clear();
    unknown.nextRow();
    Row row = scratch.row();
    RowFault fault = null;
    String field;
    while ((field = parser.nextFieldName()) != null) {
      int column = input.indexOf(field);
      JsonToken value = parser.nextToken();
      boolean first =
          column < 0 ? unknown.note(field, !model.isBesideInput(field)) : scratch.fill(column);
      RowFault found = null;
      if (!first) {
        found = RowFault.of(field, "stands there twice");
        parser.skipChildren();
      } else if (column < 0) {
        parser.skipChildren();
      } else {
        found = fill(parser, value, row, column);
      }
      fault = fault == null ? found : fault;
    }
    return fault;
  }

  private RowFault fill(JsonParser parser, JsonToken value, Row row, int column)
      throws IOException {
    try {
      switch (value) {
        case VALUE_STRING -> row.setText(column, parser.getText());
        case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> row.setNumber(column, parser.getText());
        case VALUE_TRUE -> row.setBoolean(column, true);
        case VALUE_FALSE -> row.setBoolean(column, false);
        case VALUE_NULL -> {
          // Missing, as the row was cleared.
        }
        default -> {
          parser.skipChildren();
          return nested(column, value);
        }
      }
      return null;
    } catch (InvalidValue e) {
      return RowFault.of(e.column(), e.reason());
    }
  }

  private RowFault nested(int column, JsonToken value) {
    Column expected = input.columns().get(column);
    return RowFault.of(
        expected.name(),
        "must be "
            + expected.type().wireName()
            + " or null, not "
            + (value == JsonToken.START_ARRAY ? "an array" : "an object"));
  }
}
