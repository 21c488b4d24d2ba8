package dev.grove.bundle.features;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.bundle.BundleJson;
import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The fixture's {@code madeBy} tells how its counts were made with scikit-learn itself. */
class ScikitLearnTest {
  private static final InputSchema INPUT =
      new InputSchema(
          List.of(new Column("t", ColumnType.STRING)), new Cleaning(false, List.of("\0")));

  @Test
  void countsTheNgramsThatScikitLearnCounts() throws IOException {
    JsonNode golden;
    try (InputStream in = getClass().getResourceAsStream("sklearn-ngrams.json")) {
      golden = BundleJson.mapper().readTree(in);
    }
    int compared = 0;
    for (JsonNode made : golden.get("cases")) {
      FittedFeature.Text feature =
          new FittedFeature.Text(
              "t",
              made.get("analyzer").asText(),
              made.get("ngramMin").asInt(),
              made.get("ngramMax").asInt(),
              made.get("buckets").asInt(),
              made.get("lowercase").asBoolean());
      FeatureEncoding encoding = FeatureEncoding.of(INPUT, List.of(feature));
      Row row = INPUT.newRow();
      FeatureVector vector = encoding.newVector();
      for (int i = 0; i < golden.get("texts").size(); i++) {
        row.setText(0, golden.get("texts").get(i).asText());
        encoding.encode(row, vector);
        assertThat(counts(vector))
            .as("%s of '%s'", feature, row.text(0))
            .isEqualTo(counts(made.get("rows").get(i)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(200);
  }

  private static Map<Integer, Double> counts(FeatureVector vector) {
    TreeMap<Integer, Double> counts = new TreeMap<>();
    for (int k = 0; k < vector.touched(); k++) {
      counts.put(vector.touchedIndex(k), vector.get(vector.touchedIndex(k)));
    }
    return counts;
  }

  private static Map<Integer, Double> counts(JsonNode row) {
    TreeMap<Integer, Double> counts = new TreeMap<>();
    for (int k = 0; k < row.get("indices").size(); k++) {
      counts.put(row.get("indices").get(k).asInt(), row.get("counts").get(k).asDouble());
    }
    return counts;
  }
}
