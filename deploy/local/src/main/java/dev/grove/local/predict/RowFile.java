package dev.grove.local.predict;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.grove.local.LocalFailure;
import dev.grove.local.api.ServedModel;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;

/**
 * A CSV file as rows for a model: RFC 4180, where a quote opens a quoted field at its start alone.
 * Fields stay raw; the model's own cleaning sees them as data-service once did.
 */
final class RowFile implements AutoCloseable, Iterator<TableRow> {
  private static final int GZIP_FIRST = 0x1f;
  private static final int GZIP_SECOND = 0x8b;

  private final CsvReader<CsvRecord> reader;
  private final Iterator<CsvRecord> records;
  private final Columns columns;
  private CsvRecord first;

  private RowFile(CsvReader<CsvRecord> reader, boolean header, String target, ServedModel model)
      throws IOException, LocalFailure {
    this.reader = reader;
    this.records = reader.iterator();
    if (!records.hasNext()) {
      throw new LocalFailure("The file has no rows");
    }
    CsvRecord top = records.next();
    if (header) {
      columns = Columns.named(top.getFields(), target, model);
    } else {
      columns = Columns.numbered(top.getFieldCount(), target, model);
      first = top;
    }
  }

  /**
   * @param target column's name, index from 0, {@code last}, or null
   * @throws LocalFailure if the file is empty or has no such target
   */
  @SuppressWarnings("removal") // There is no other way yet to read past `"a"b`.
  static RowFile open(Path file, char separator, boolean header, String target, ServedModel model)
      throws IOException, LocalFailure {
    CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(separator)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowExtraCharsAfterClosingQuote(true)
            .allowUnclosedQuote(true)
            .ofCsvRecord(new InputStreamReader(content(file), StandardCharsets.UTF_8));
    try {
      return new RowFile(reader, header, target, model);
    } catch (UncheckedIOException e) {
      reader.close();
      throw e.getCause();
    } catch (CsvParseException e) {
      reader.close();
      throw new LocalFailure(e.getMessage(), e);
    } catch (LocalFailure | RuntimeException e) {
      reader.close();
      throw e;
    }
  }

  private static InputStream content(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file));
    in.mark(4);
    int start = in.read();
    boolean gzip = start == GZIP_FIRST && in.read() == GZIP_SECOND;
    in.reset();
    return withoutMark(gzip ? new BufferedInputStream(new GZIPInputStream(in)) : in);
  }

  private static InputStream withoutMark(InputStream in) throws IOException {
    in.mark(4);
    if (in.read() != 0xef || in.read() != 0xbb || in.read() != 0xbf) {
      in.reset();
    }
    return in;
  }

  /** What the user should know about the columns before he reads on. */
  List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    if (!columns.missing().isEmpty()) {
      warnings.add(
          "columns of the model that the file lacks count as missing: "
              + String.join(", ", columns.missing()));
    }
    return warnings;
  }

  boolean hasTarget() {
    return columns.target() >= 0;
  }

  @Override
  public boolean hasNext() {
    return first != null || records.hasNext();
  }

  @Override
  public TableRow next() {
    CsvRecord record = first == null ? records.next() : first;
    first = null;
    long line = record.getStartingLineNumber();
    if (record.getFieldCount() != columns.count()) {
      return new TableRow(line, null, null);
    }
    Map<String, String> input = new LinkedHashMap<>();
    columns.inputs().forEach((name, place) -> input.put(name, record.getField(place)));
    return new TableRow(
        line, input, hasTarget() ? Truth.clean(record.getField(columns.target())) : null);
  }

  /** How many fields a row must have. */
  int width() {
    return columns.count();
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
