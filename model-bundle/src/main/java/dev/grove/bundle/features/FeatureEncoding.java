package dev.grove.bundle.features;

import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The fitted encoding, immutable and thread-safe: cleaned row to encoded vector. Training and
 * inference run this very code.
 */
public final class FeatureEncoding {
  /** Wider vectors are not made. */
  public static final int MAX_SIZE = 1 << 22;

  private final List<FittedFeature> features;
  private final Encoder[] encoders;

  /** Where each encoder's run begins; one more element for the end. */
  private final int[] offsets;

  private final FeatureNames names;

  private FeatureEncoding(List<FittedFeature> features, Encoder[] encoders) {
    this.features = features;
    this.encoders = encoders;
    this.offsets = new int[encoders.length + 1];
    FeatureNames.Builder naming = new FeatureNames.Builder();
    for (int i = 0; i < encoders.length; i++) {
      offsets[i + 1] = offsets[i] + encoders[i].size();
      if (offsets[i + 1] > MAX_SIZE) {
        throw new IllegalArgumentException(
            "features[" + i + "]: the encoded vector is wider than " + MAX_SIZE);
      }
      encoders[i].name(naming);
    }
    this.names = naming.build();
  }

  /**
   * @throws IllegalArgumentException if a feature names a column that the schema lacks, or has
   *     parameters out of bounds; names the feature's index, the field and the reason
   */
  public static FeatureEncoding of(InputSchema input, List<FittedFeature> features) {
    FeatureCheck.all(features, (feature, check) -> feature.check(check));
    Encoder[] encoders = new Encoder[features.size()];
    for (int i = 0; i < encoders.length; i++) {
      encoders[i] = new Binding(input, new FeatureCheck(i)).bind(features.get(i));
    }
    return new FeatureEncoding(List.copyOf(features), encoders);
  }

  public List<FittedFeature> features() {
    return features;
  }

  /** The encoded vector's length. */
  public int size() {
    return offsets[encoders.length];
  }

  /**
   * One name per place, unique, in the alphabet that LightGBM accepts: letters, digits, {@code _}.
   */
  public List<String> names() {
    return names;
  }

  /** The places that LightGBM must treat as categorical, ascending. */
  public int[] categorical() {
    return IntStream.range(0, encoders.length)
        .filter(i -> encoders[i].categorical())
        .map(i -> offsets[i])
        .toArray();
  }

  /** The input column (index into the schema) that feeds a place; for crosses the first one. */
  public int inputOf(int place) {
    return encoders[featureOf(place)].input();
  }

  /** The feature (index into {@link #features}) that fills a place. */
  public int featureOf(int place) {
    if (place < 0 || place >= size()) {
      throw new IndexOutOfBoundsException(place);
    }
    int found = Arrays.binarySearch(offsets, place);
    return found >= 0 ? found : -found - 2;
  }

  /** A vector of the right size. */
  public FeatureVector newVector() {
    return new FeatureVector(size());
  }

  /** Clears {@code out} and encodes the row into it. */
  public void encode(Row row, FeatureVector out) {
    out.clear();
    for (int i = 0; i < encoders.length; i++) {
      encoders[i].encode(row, out, offsets[i]);
    }
  }

  /** Finds a feature's columns in the schema. */
  private record Binding(InputSchema input, FeatureCheck check) {
    Encoder bind(FittedFeature feature) {
      if (feature instanceof FittedFeature.Numeric f) {
        return numeric(f);
      } else if (feature instanceof FittedFeature.Category f) {
        return CategoryEncoder.of(f.column(), place(f.column()), f.vocabulary());
      } else if (feature instanceof FittedFeature.Hash f) {
        return new HashEncoder(f.column(), place(f.column()), f.buckets());
      } else if (feature instanceof FittedFeature.Cross f) {
        return cross(f);
      } else if (feature instanceof FittedFeature.Text f) {
        return new TextEncoder(
            f.column(),
            place(f.column()),
            TextAnalyzer.ofWireName(f.analyzer()),
            f.ngramMin(),
            f.ngramMax(),
            f.buckets(),
            f.lowercase());
      } else if (feature instanceof FittedFeature.TextStats f) {
        return new TextStatsEncoder(f.column(), place(f.column()), f.keywords());
      }
      throw new AssertionError(feature);
    }

    private Encoder numeric(FittedFeature.Numeric feature) {
      int place = place(feature.column());
      NumericTransform transform = NumericTransform.ofWireName(feature.transform());
      ColumnType type = type(place);
      if (!transform.fits(type)) {
        throw check.failure(
            "column",
            "'"
                + feature.column()
                + "' is "
                + type.wireName()
                + ", which '"
                + transform.wireName()
                + "' cannot take");
      }
      double fill = feature.fill() == null ? Double.NaN : feature.fill();
      return new NumericEncoder(feature.column(), place, type, transform, fill);
    }

    private Encoder cross(FittedFeature.Cross feature) {
      int[] places = feature.columns().stream().mapToInt(this::place).toArray();
      double[][] edges = new double[places.length][];
      for (int i = 0; i < places.length; i++) {
        edges[i] = feature.edges().get(i).stream().mapToDouble(Double::doubleValue).toArray();
        if (edges[i].length > 0 && !type(places[i]).isNumeric()) {
          throw check.failure(
              "edges",
              "'"
                  + feature.columns().get(i)
                  + "' is "
                  + type(places[i]).wireName()
                  + " and has no bins");
        }
      }
      return new CrossEncoder(feature.columns(), places, edges, feature.buckets());
    }

    private ColumnType type(int place) {
      return input.columns().get(place).type();
    }

    private int place(String column) {
      int place = input.indexOf(column);
      if (place < 0) {
        throw check.failure("column", "the input has no column '" + column + "'");
      }
      return place;
    }
  }
}
