package dev.grove.inference.predictionlog;

import dev.grove.bundle.Column;
import dev.grove.bundle.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.MicroSeconds;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.StringType;
import org.apache.parquet.format.TimeUnit;
import org.apache.parquet.format.TimestampType;
import org.apache.parquet.format.Type;

/**
 * One model version's predictions as a table with the shape that their lines of JSON have. Numbers
 * are doubles, all other inputs texts.
 */
final class ParquetSchema {
  private static final List<String> TEXTS =
      List.of("model", "version", "requestId", "predictionId", "servedBy");

  private final List<SchemaElement> elements = new ArrayList<>();
  private final List<ParquetColumn> columns = new ArrayList<>();
  private final boolean classifies;

  ParquetSchema(LoggedRow row) {
    classifies = row.prediction() instanceof Prediction.Classification;
    SchemaElement root = new SchemaElement("prediction");
    elements.add(root);
    time();
    TEXTS.forEach(name -> text(List.of(), name));
    int children = 1 + TEXTS.size();
    if (!row.columns().isEmpty()) {
      group("inputs", row.columns().size());
      for (Column column : row.columns()) {
        if (LoggedRow.isNumber(column)) {
          number(List.of("inputs"), column.name());
        } else {
          text(List.of("inputs"), column.name());
        }
      }
      children++;
    }
    outputs(row);
    root.setNum_children(children + 1);
  }

  private void outputs(LoggedRow row) {
    List<String> in = List.of("outputs");
    if (!classifies) {
      group("outputs", 1);
      number(in, "prediction");
      return;
    }
    List<String> classes = row.labels().classes();
    group("outputs", 3);
    text(in, "label");
    number(in, "confidence");
    group("probabilities", classes.size());
    classes.forEach(name -> number(List.of("outputs", "probabilities"), name));
  }

  List<SchemaElement> elements() {
    return elements;
  }

  List<ParquetColumn> columns() {
    return columns;
  }

  /** Adds a row's values to the columns. */
  void add(LoggedRow row) {
    int at = 0;
    columns
        .get(at++)
        .add(Math.addExact(row.time().getEpochSecond() * 1_000_000, row.time().getNano() / 1_000));
    columns.get(at++).add(row.model());
    columns.get(at++).add(row.version());
    columns.get(at++).add(row.requestId());
    columns.get(at++).add(row.predictionId());
    columns.get(at++).add(row.servedBy());
    for (Object value : row.values()) {
      add(columns.get(at++), value);
    }
    if (row.prediction() instanceof Prediction.Classification classification) {
      columns.get(at++).add(classification.label());
      columns.get(at++).add(classification.confidence());
      for (int i = 0; i < classification.classes(); i++) {
        columns.get(at++).add(classification.probability(i));
      }
    } else if (row.prediction() instanceof Prediction.Regression regression) {
      columns.get(at++).add(regression.value());
    }
  }

  private static void add(ParquetColumn column, Object value) {
    if (value instanceof Double number) {
      column.add(number.doubleValue());
    } else if (value instanceof String text) {
      column.add(text);
    } else {
      column.addNull();
    }
  }

  private void group(String name, int children) {
    SchemaElement group = new SchemaElement(name);
    group.setRepetition_type(FieldRepetitionType.REQUIRED);
    group.setNum_children(children);
    elements.add(group);
  }

  private void time() {
    SchemaElement time = leaf(List.of(), "time", Type.INT64);
    time.setConverted_type(ConvertedType.TIMESTAMP_MICROS);
    time.setLogicalType(
        LogicalType.TIMESTAMP(new TimestampType(true, TimeUnit.MICROS(new MicroSeconds()))));
  }

  private void text(List<String> in, String name) {
    SchemaElement text = leaf(in, name, Type.BYTE_ARRAY);
    text.setConverted_type(ConvertedType.UTF8);
    text.setLogicalType(LogicalType.STRING(new StringType()));
  }

  private void number(List<String> in, String name) {
    leaf(in, name, Type.DOUBLE);
  }

  private SchemaElement leaf(List<String> in, String name, Type type) {
    SchemaElement leaf = new SchemaElement(name);
    leaf.setType(type);
    leaf.setRepetition_type(FieldRepetitionType.OPTIONAL);
    elements.add(leaf);
    List<String> path = new ArrayList<>(in);
    path.add(name);
    columns.add(new ParquetColumn(path, type));
    return leaf;
  }
}
