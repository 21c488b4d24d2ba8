package dev.grove.inference.oip;

import dev.grove.bundle.InvalidValue;
import dev.grove.bundle.Row;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Texts of MLServer's content type {@code base64}. */
record Base64Texts(Texts encoded) implements Texts {
  @Override
  public int count() {
    return encoded.count();
  }

  @Override
  public String text(int index) {
    String text = encoded.text(index);
    return text == null
        ? null
        : new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
  }

  @Override
  public void fill(Row row, int column, int index) {
    String text;
    try {
      text = text(index);
    } catch (IllegalArgumentException e) {
      throw new InvalidValue(row.schema().columns().get(column).name(), "is not Base64");
    }
    row.setText(column, text);
  }
}
