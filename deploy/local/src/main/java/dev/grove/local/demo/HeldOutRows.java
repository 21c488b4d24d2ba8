package dev.grove.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import dev.grove.local.TextTable;
import dev.grove.local.api.DataClient;
import dev.grove.local.api.DatasetVersion;
import dev.grove.local.api.InferenceClient;
import dev.grove.local.api.Prediction;
import dev.grove.local.api.ServedModel;
import dev.grove.local.api.ServiceError;
import dev.grove.local.services.Service;
import dev.grove.local.stack.Ports;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Some rows of the test part, what the served model says of each, and what is true. */
record HeldOutRows(
    DataClient data,
    InferenceClient inference,
    DatasetVersion version,
    ServedModel model,
    Ports ports) {
  private static final int SHOWN = 8;

  List<String> lines() throws ServiceError, InterruptedException, IOException {
    List<Map<String, String>> rows = rows();
    if (rows.isEmpty()) {
      return List.of("   The test part is empty");
    }
    List<Map<String, String>> inputs = rows.stream().map(this::input).toList();
    List<Prediction> predictions = inference.predict(model.name(), inputs);
    String shown = shownColumn();
    TextTable table =
        model.isRegression()
            ? new TextTable(shown, "true " + model.target(), "predicted")
            : new TextTable(shown, "true " + model.target(), "predicted", "confidence", "");
    for (int i = 0; i < rows.size(); i++) {
      String truth = rows.get(i).get(version.target());
      Prediction prediction = predictions.get(i);
      if (model.isRegression()) {
        table.add(rows.get(i).get(shown), truth, prediction.answer());
      } else {
        table.add(
            rows.get(i).get(shown),
            truth,
            prediction.answer(),
            String.format(Locale.ROOT, "%.3f", prediction.confidence()),
            prediction.answer().equals(truth) ? "" : "wrong");
      }
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add("");
    lines.add("   The first of them again, with curl:");
    lines.add("   " + curl(inputs.get(0)));
    return lines;
  }

  /** Spread over the part, which may be sorted: not one class alone shall fill the screen. */
  private List<Map<String, String>> rows() throws ServiceError, InterruptedException, IOException {
    long count = data.partRows(version, "test");
    List<Map<String, String>> rows = new ArrayList<>();
    for (long offset = 0; offset < count && rows.size() < SHOWN; offset += step(count)) {
      try (Reader csv =
              new InputStreamReader(data.part(version, "test", offset, 1), StandardCharsets.UTF_8);
          CsvReader<NamedCsvRecord> records = CsvReader.builder().ofNamedCsvRecord(csv)) {
        records.forEach(record -> rows.add(record.getFieldsAsMap()));
      }
    }
    return rows;
  }

  private static long step(long count) {
    return Math.max(1, count / SHOWN);
  }

  private Map<String, String> input(Map<String, String> row) {
    Map<String, String> input = new LinkedHashMap<>();
    for (ServedModel.Input column : model.input()) {
      String value = row.get(column.name());
      input.put(column.name(), value == null || value.isEmpty() ? null : value);
    }
    return input;
  }

  /** A text says more about a row than a number does. */
  private String shownColumn() {
    return model.input().stream()
        .filter(column -> column.type().equals("string"))
        .findFirst()
        .or(() -> model.input().stream().findFirst())
        .map(ServedModel.Input::name)
        .orElse(version.target());
  }

  private String curl(Map<String, String> input) throws JsonProcessingException {
    Map<String, String> known = new LinkedHashMap<>(input);
    known.values().removeIf(value -> value == null);
    String json = new ObjectMapper().writeValueAsString(known).replace("'", "'\\''");
    return "curl -s -H 'Content-Type: application/json' -d '"
        + json
        + "' "
        + ports.uri(Service.INFERENCE)
        + "/predict";
  }
}
