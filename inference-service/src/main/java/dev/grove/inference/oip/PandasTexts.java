package dev.grove.inference.oip;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.grove.bundle.InvalidValue;
import dev.grove.bundle.Row;
import java.io.IOException;

/**
 * Texts of MLServer's content type {@code pd_json}, each of which is a JSON value: that is how its
 * codec sends a column of a pandas table that mixes texts with missing values.
 */
record PandasTexts(Texts encoded) implements Texts {
  @Override
  public int count() {
    return encoded.count();
  }

  @Override
  public String text(int index) {
    return encoded.text(index);
  }

  @Override
  public void fill(Row row, int column, int index) {
    String text = text(index);
    if (text == null) {
      return;
    }
    try (JsonParser parser = WireJson.FACTORY.createParser(text)) {
      JsonToken token = parser.nextToken();
      if (token == null) {
        throw unfit(row, column);
      }
      switch (token) {
        case VALUE_STRING -> row.setText(column, parser.getText());
        case VALUE_NUMBER_INT -> row.setNumber(column, parser.getText());
        case VALUE_NUMBER_FLOAT -> setReal(row, column, parser);
        case VALUE_TRUE, VALUE_FALSE -> row.setBoolean(column, token == JsonToken.VALUE_TRUE);
        case VALUE_NULL -> {
          // Missing, as the row was cleared.
        }
        default -> throw unfit(row, column);
      }
      if (parser.nextToken() != null) {
        throw unfit(row, column);
      }
    } catch (IOException e) {
      throw unfit(row, column);
    }
  }

  private static void setReal(Row row, int column, JsonParser parser) throws IOException {
    if (parser.isNaN()) {
      row.setNumber(column, parser.getDoubleValue());
    } else {
      row.setNumber(column, parser.getText());
    }
  }

  private static InvalidValue unfit(Row row, int column) {
    return new InvalidValue(
        row.schema().columns().get(column).name(), "is no text, number, boolean or null in JSON");
  }
}
