package dev.grove.inference.scoring;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import dev.grove.bundle.Labels;
import dev.grove.bundle.Prediction;
import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;

/**
 * The result as gzipped CSV: the columns that were kept, the prediction's, and {@code error}, which
 * is empty unless the row could not be scored. Of many classes there is the confidence alone.
 */
final class ResultTable implements AutoCloseable {
  private static final int MOST_PROBABILITIES = 100;
  private static final int BUFFER = 64 << 10;

  private final CsvWriter csv;
  private final int predicted;
  private final boolean probabilities;

  /**
   * @param most bytes that the file may have; writing beyond fails
   * @param kept names of the columns that are repeated, which keep them
   */
  ResultTable(Path file, long most, List<String> kept, Labels labels) throws IOException {
    OutputStream out =
        new GZIPOutputStream(
            new Bounded(new BufferedOutputStream(Files.newOutputStream(file), BUFFER), most),
            BUFFER);
    this.csv =
        CsvWriter.builder()
            .quoteStrategy(QuoteStrategies.EMPTY)
            .build(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    this.probabilities =
        !labels.classes().isEmpty() && labels.classes().size() <= MOST_PROBABILITIES;
    List<String> header = new ArrayList<>(kept);
    Set<String> taken = new HashSet<>(kept);
    List<String> own = own(labels);
    this.predicted = own.size() - 1;
    for (String name : own) {
      String free = name;
      while (!taken.add(free)) {
        free = "predicted_" + free;
      }
      header.add(free);
    }
    csv.writeRecord(header);
  }

  private List<String> own(Labels labels) {
    List<String> names = new ArrayList<>();
    switch (labels.task()) {
      case REGRESSION -> names.add("prediction");
      case RANKING -> names.add("score");
      case BINARY, MULTICLASS -> {
        names.add("label");
        names.add("confidence");
        if (probabilities) {
          labels.classes().forEach(name -> names.add("probability_" + name));
        }
      }
    }
    names.add("error");
    return names;
  }

  void write(String[] kept, Prediction prediction) {
    List<String> fields = new ArrayList<>(kept.length + predicted + 1);
    addAll(fields, kept);
    if (prediction instanceof Prediction.Classification classes) {
      fields.add(classes.label());
      fields.add(Double.toString(classes.confidence()));
      for (int i = 0; probabilities && i < classes.classes(); i++) {
        fields.add(Double.toString(classes.probability(i)));
      }
    } else if (prediction instanceof Prediction.Regression number) {
      fields.add(Double.toString(number.value()));
    } else if (prediction instanceof Prediction.Ranking ranking) {
      fields.add(Double.toString(ranking.score()));
    }
    fields.add(null);
    csv.writeRecord(fields);
  }

  void writeFault(String[] kept, String error) {
    List<String> fields = new ArrayList<>(kept.length + predicted + 1);
    addAll(fields, kept);
    for (int i = 0; i < predicted; i++) {
      fields.add(null);
    }
    fields.add(error);
    csv.writeRecord(fields);
  }

  private static void addAll(List<String> fields, String[] values) {
    for (String value : values) {
      fields.add(value);
    }
  }

  @Override
  public void close() throws IOException {
    csv.close();
  }

  /** Fails before a file grows beyond its bound. */
  private static final class Bounded extends FilterOutputStream {
    private long left;

    private Bounded(OutputStream out, long most) {
      super(out);
      this.left = most;
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      take(length);
      out.write(bytes, offset, length);
    }

    private void take(int bytes) throws IOException {
      left -= bytes;
      if (left < 0) {
        throw new IOException("The result is larger than grove.scoring.disk leaves room for");
      }
    }
  }
}
