package dev.grove.local.predict;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.grove.local.LocalFailure;
import dev.grove.local.Screen;
import dev.grove.local.api.InferenceClient;
import dev.grove.local.api.Prediction;
import dev.grove.local.api.ServedModel;
import dev.grove.local.api.ServiceError;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;

/** Predicts a file's rows in batches and prints them as CSV, a line for each row. */
final class Predictions {
  private static final int BATCH_ROWS = 500;
  private static final int BATCH_CHARS = 1_000_000;
  private static final int MOST_NOTES = 20;

  private final InferenceClient inference;
  private final ServedModel model;
  private final Screen screen;
  private final Score score;
  private long unpredicted;
  private long predicted;

  Predictions(InferenceClient inference, ServedModel model, Screen screen) {
    this.inference = inference;
    this.model = model;
    this.screen = screen;
    this.score = new Score(model.isRegression());
  }

  /**
   * Prints the header, the predictions and, where the file has the target, the score.
   *
   * @return whether any row was predicted
   */
  boolean print(RowFile file) throws LocalFailure, InterruptedException {
    print(header());
    List<TableRow> batch = new ArrayList<>();
    long chars = 0;
    while (file.hasNext()) {
      TableRow row = file.next();
      batch.add(row);
      if (row.isMalformed()) {
        unpredicted(row, "it does not have " + file.width() + " fields");
      } else {
        chars += row.input().values().stream().mapToLong(String::length).sum();
      }
      if (batch.size() == BATCH_ROWS || chars > BATCH_CHARS || !file.hasNext()) {
        if (!print(predict(batch))) {
          return true; // Whoever reads has seen enough.
        }
        batch.clear();
        chars = 0;
      }
    }
    if (unpredicted > 0) {
      screen.note("grove: %d of %d rows not predicted", unpredicted, unpredicted + predicted);
    }
    if (file.hasTarget()) {
      screen.line("%s", score.line());
    }
    return predicted > 0;
  }

  private String header() {
    String name = model.target() == null ? "label" : model.target();
    return csv(List.of(model.isRegression() ? List.of(name) : List.of(name, "confidence")));
  }

  private String predict(List<TableRow> batch) throws ServiceError, InterruptedException {
    IdentityHashMap<TableRow, Prediction> answers = answers(batch);
    List<List<String>> lines = new ArrayList<>();
    for (TableRow row : batch) {
      Prediction prediction = answers.get(row);
      lines.add(cells(prediction));
      if (prediction != null) {
        predicted++;
      }
      if (row.truth() != null) {
        score.add(row.truth(), prediction);
      }
    }
    return csv(lines);
  }

  private List<String> cells(Prediction prediction) {
    if (model.isRegression()) {
      return List.of(prediction == null ? "" : prediction.answer());
    }
    return prediction == null
        ? List.of("", "")
        : List.of(prediction.label(), String.format(Locale.ROOT, "%.6f", prediction.confidence()));
  }

  /** A row that could not be predicted is named, and has no answer. */
  private IdentityHashMap<TableRow, Prediction> answers(List<TableRow> batch)
      throws ServiceError, InterruptedException {
    List<TableRow> rows = batch.stream().filter(row -> !row.isMalformed()).toList();
    IdentityHashMap<TableRow, Prediction> answers = new IdentityHashMap<>();
    if (rows.isEmpty()) {
      return answers;
    }
    List<Prediction> predictions =
        inference.predictEach(model.name(), rows.stream().map(TableRow::input).toList());
    for (int i = 0; i < rows.size(); i++) {
      Prediction prediction = predictions.get(i);
      if (prediction.error() == null) {
        answers.put(rows.get(i), prediction);
      } else {
        unpredicted(rows.get(i), prediction.error().detail());
      }
    }
    return answers;
  }

  private void unpredicted(TableRow row, String why) {
    unpredicted++;
    if (unpredicted <= MOST_NOTES) {
      screen.note("grove: line %d is not predicted: %s", row.line(), why);
    } else if (unpredicted == MOST_NOTES + 1) {
      screen.note("grove: … and more");
    }
  }

  private static String csv(List<List<String>> lines) {
    StringWriter text = new StringWriter();
    try (CsvWriter writer = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(text)) {
      lines.forEach(writer::writeRecord);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  /** Whether anybody still reads. */
  private boolean print(String text) {
    screen.out().print(text);
    return !screen.out().checkError();
  }
}
