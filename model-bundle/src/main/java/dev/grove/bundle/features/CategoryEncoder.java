package dev.grove.bundle.features;

import dev.grove.bundle.Row;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The text's place in the vocabulary. Unseen and missing are NaN: LightGBM's missing branch. */
record CategoryEncoder(String column, int input, Map<String, Double> codes) implements Encoder {
  static CategoryEncoder of(String column, int input, List<String> vocabulary) {
    Map<String, Double> codes = new HashMap<>(vocabulary.size() * 2);
    for (String value : vocabulary) {
      codes.put(value, (double) codes.size());
    }
    return new CategoryEncoder(column, input, codes);
  }

  @Override
  public int size() {
    return 1;
  }

  @Override
  public boolean categorical() {
    return true;
  }

  @Override
  public void name(FeatureNames.Builder names) {
    names.single(column);
  }

  @Override
  public void encode(Row row, FeatureVector out, int offset) {
    String text = row.text(input);
    Double code = text == null ? null : codes.get(text);
    out.set(offset, code == null ? Double.NaN : code);
  }
}
