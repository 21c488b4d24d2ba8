package dev.grove.bundle.features;

import dev.grove.bundle.Row;

/** The bucket of the text's hash. Missing is NaN. */
record HashEncoder(String column, int input, int buckets) implements Encoder {
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
    names.single(column + "__hash");
  }

  @Override
  public void encode(Row row, FeatureVector out, int offset) {
    String text = row.text(input);
    if (text == null) {
      out.set(offset, Double.NaN);
      return;
    }
    Murmur3 hash = new Murmur3();
    hash.putText(text, 0, text.length());
    out.set(offset, hash.bucket(buckets));
  }
}
