package dev.grove.inference.predict;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.GoldenRow;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows that a model takes and what it answers: its golden rows, which were real ones. Nothing is
 * scored for that, for LightGBM's scores stand beside them.
 */
final class ModelExamples {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int MOST_ROWS = 2;
  private static final int MOST_CLASSES = 10;
  private static final int MOST_VALUES = 500;

  private final ServedModel model;

  ModelExamples(ServedModel model) {
    this.model = model;
  }

  Map<String, Object> row() {
    return row(model.bundle().golden().get(0));
  }

  List<Map<String, Object>> rows() {
    return some().stream().map(this::row).toList();
  }

  Map<String, Object> answer() {
    return answer(model.bundle().golden().get(0));
  }

  List<Map<String, Object>> answers() {
    return some().stream().map(this::answer).toList();
  }

  private List<GoldenRow> some() {
    List<GoldenRow> golden = model.bundle().golden();
    return golden.subList(0, Math.min(MOST_ROWS, golden.size()));
  }

  private Map<String, Object> row(GoldenRow golden) {
    Row row = model.bundle().input().newRow();
    List<Column> columns = model.bundle().input().columns();
    Map<String, Object> example = new LinkedHashMap<>();
    for (int i = 0; i < columns.size() && i < MOST_VALUES; i++) {
      row.setText(i, golden.raw().get(columns.get(i).name()));
      example.put(columns.get(i).name(), value(columns.get(i).type(), row.text(i)));
    }
    return example;
  }

  private static Object value(ColumnType type, String text) {
    if (text == null) {
      return null;
    }
    return switch (type) {
      case INTEGER, DOUBLE -> new BigDecimal(text);
      case BOOLEAN -> Boolean.valueOf(text);
      case STRING, DATE, TIMESTAMP -> text;
    };
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> answer(GoldenRow golden) {
    ModelBundle bundle = model.bundle();
    double[] scores = golden.rawScores().stream().mapToDouble(Double::doubleValue).toArray();
    Prediction prediction = Prediction.of(bundle.labels(), bundle.forest().objective(), scores);
    int topK = bundle.labels().classes().size() > MOST_CLASSES ? MOST_CLASSES : 0;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Scratch scratch = model.borrow();
    try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
      AnswerWriter.write(
          json,
          new AnsweredRow(model, scratch, prediction, ServedBy.MODEL, null),
          new PredictOptions(topK, false, false, false));
      json.flush();
      return JSON.readValue(bytes.toByteArray(), LinkedHashMap.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      model.giveBack(scratch);
    }
  }
}
