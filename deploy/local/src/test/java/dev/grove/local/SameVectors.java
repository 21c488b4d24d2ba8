package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.grove.bundle.BundleFormat;
import dev.grove.bundle.Column;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.local.services.Service;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Compares the two ways to an encoded vector: a raw row through data-service, its split and
 * training's encoding, and the same raw row through inference-service.
 */
record SameVectors(Wire wire, int base, String model, Path directory) {
  void check(OddTable table) throws Exception {
    ModelBundle bundle = bundle();
    Map<String, Map<String, String>> cleaned = splitRows();
    assertThat(cleaned).hasSameSizeAs(table.rows());
    for (Map<String, String> raw : table.rows()) {
      Map<String, String> input = new LinkedHashMap<>(raw);
      input.remove(OddTable.TARGET);
      String key = raw.get(OddTable.KEY);
      Map<Integer, Double> trained = encode(bundle, cleaned.get(clean(key)));

      assertThat(served(input)).as("row %s: %s", key, raw).isEqualTo(trained);
      assertThat(served(typed(bundle, cleaned.get(clean(key)))))
          .as("row %s with JSON's own types", key)
          .isEqualTo(trained);
    }
    for (GoldenRow golden : bundle.golden()) {
      assertThat(served(golden.raw()))
          .as("golden row %s", golden.raw())
          .isEqualTo(vector(golden.indices(), golden.values()));
    }
  }

  private static String clean(String key) {
    return key.strip();
  }

  /** The champion's bundle, file by file as the registry holds it. */
  private ModelBundle bundle() throws Exception {
    String registry = "http://127.0.0.1:" + Service.REGISTRY.port(base);
    JsonNode version =
        wire.get(registry + "/api/2.0/mlflow/registered-models/alias?alias=champion&name=" + model)
            .path("model_version");
    JsonNode run =
        wire.get(registry + "/api/2.0/mlflow/runs/get?run_id=" + version.path("run_id").asText())
            .path("run")
            .path("info");
    String files =
        registry
            + "/api/2.0/mlflow-artifacts/artifacts/"
            + run.path("experiment_id").asText()
            + "/"
            + run.path("run_id").asText()
            + "/artifacts/model/";
    Files.createDirectories(directory);
    Path manifest = fetch(files, BundleFormat.MANIFEST);
    for (String file : BundleFormat.readManifest(Files.readAllBytes(manifest)).files().keySet()) {
      fetch(files, file);
    }
    for (JsonNode tag : version.path("tags")) {
      if (tag.path("key").asText().equals("grove.manifest.sha256")) {
        return BundleFormat.read(directory, tag.path("value").asText());
      }
    }
    throw new AssertionError("The version has no digest of its manifest: " + version);
  }

  private Path fetch(String files, String name) throws Exception {
    return Files.write(directory.resolve(name), wire.bytes(files + name));
  }

  /** Every row of the default split, as training reads it, by its key. */
  private Map<String, Map<String, String>> splitRows() throws Exception {
    Map<String, Map<String, String>> rows = new HashMap<>();
    for (String part : List.of("train", "validation", "test")) {
      String csv =
          new String(
              wire.bytes(
                  "http://127.0.0.1:"
                      + Service.DATA.port(base)
                      + "/datasets/"
                      + model
                      + "/versions/latest/splits/default/"
                      + part
                      + "?format=csv"),
              StandardCharsets.UTF_8);
      try (CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv)) {
        for (NamedCsvRecord record : records) {
          rows.put(record.getField(OddTable.KEY), record.getFieldsAsMap());
        }
      }
    }
    return rows;
  }

  /** What training makes of a row of the split. */
  private static Map<Integer, Double> encode(ModelBundle bundle, Map<String, String> fields) {
    Row row = bundle.input().newRow();
    int place = 0;
    for (Column column : bundle.input().columns()) {
      String field = fields.get(column.name());
      row.setText(place++, field.isEmpty() ? null : field);
    }
    FeatureVector vector = new FeatureVector(bundle.encoding().size());
    bundle.encoding().encode(row, vector);
    vector.sortTouched();
    Map<Integer, Double> places = new TreeMap<>();
    for (int k = 0; k < vector.touched(); k++) {
      places.put(vector.touchedIndex(k), vector.get(vector.touchedIndex(k)));
    }
    return places;
  }

  /** The row's values as JSON numbers and booleans, where their columns have them. */
  private static Map<String, Object> typed(ModelBundle bundle, Map<String, String> fields) {
    Map<String, Object> row = new LinkedHashMap<>();
    for (Column column : bundle.input().columns()) {
      String field = fields.get(column.name());
      if (!field.isEmpty()) {
        row.put(
            column.name(),
            switch (column.type()) {
              case INTEGER -> (Object) Long.valueOf(field);
              case DOUBLE -> Double.valueOf(field);
              case BOOLEAN -> Boolean.valueOf(field);
              default -> field;
            });
      }
    }
    return row;
  }

  private Map<Integer, Double> served(Map<String, ?> row) throws Exception {
    JsonNode encoded =
        wire.post(
            "http://127.0.0.1:" + Service.INFERENCE.port(base) + "/models/" + model + "/encode",
            row);
    List<Integer> indices = new ArrayList<>();
    encoded.path("indices").forEach(index -> indices.add(index.intValue()));
    List<Double> values = new ArrayList<>();
    encoded
        .path("values")
        .forEach(
            value -> values.add(value.isNumber() ? Double.valueOf(value.doubleValue()) : null));
    return vector(indices, values);
  }

  /** Where a value is null, it is NaN: JSON has no other word for it. */
  private static Map<Integer, Double> vector(List<Integer> indices, List<Double> values) {
    Map<Integer, Double> places = new TreeMap<>();
    for (int k = 0; k < indices.size(); k++) {
      places.put(indices.get(k), values.get(k) == null ? Double.NaN : values.get(k));
    }
    return places;
  }
}
