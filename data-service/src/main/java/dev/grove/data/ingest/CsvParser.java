package dev.grove.data.ingest;

import dev.grove.data.dataset.Cleaning;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads CSV as it is found in the wild, row by row, and goes on after a row that is broken.
 *
 * <p>A quote opens a quoted field only at the field's very start; elsewhere it is text ({@code 32"
 * tv}). Within a quoted field {@code ""} is a quote. Lines end with LF, CR or both; blank lines do
 * not count. A quoted field that is never closed, or that is followed by more text, makes its row
 * malformed, and reading goes on at the physical line after the one that opened the field: a stray
 * quote costs one line, never the rest of the file.
 */
final class CsvParser implements Closeable {
  /** Stands for bytes that are no characters; itself no character that a text may hold. */
  private static final char UNDECODABLE = '\uFFFF';

  private static final int SHOWN = 500;

  private final CharWindow window;
  private final char delimiter;
  private final Charset charset;
  private long line = 1;
  private String shown = "";

  /** How the row goes that is being read: the next offset, and the line ends passed. */
  private int offset;

  private int linesPassed;
  private boolean hasNul;
  private boolean hasUndecodable;

  CsvParser(InputStream in, Charset charset, char delimiter, int maxRowChars) throws IOException {
    this(decode(in, charset), charset, delimiter, maxRowChars);
    if (window.at(0) == 0xFEFF) {
      window.advance(1);
    }
  }

  /** Parses a short text that is in memory already. */
  CsvParser(StringReader text, char delimiter) {
    this(text, StandardCharsets.UTF_8, delimiter, Integer.MAX_VALUE);
  }

  private CsvParser(Reader in, Charset charset, char delimiter, int maxRowChars) {
    this.charset = charset;
    this.delimiter = delimiter;
    this.window = new CharWindow(in, maxRowChars);
  }

  private static Reader decode(InputStream in, Charset charset) {
    return new InputStreamReader(
        in,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(UNDECODABLE)));
  }

  /** The next row that is not blank; null at the end. */
  CsvRow next() throws IOException {
    skipBlankLines();
    if (window.at(0) == CharWindow.END) {
      return null;
    }
    offset = 0;
    linesPassed = 0;
    hasNul = false;
    hasUndecodable = false;
    List<CsvRow.Field> fields = new ArrayList<>();
    while (true) {
      CsvRow.Malformed flaw = window.at(offset) == '"' ? quotedField(fields) : plainField(fields);
      if (flaw != null) {
        return flaw;
      }
      int after = window.at(offset);
      if (after == delimiter) {
        offset++;
      } else {
        return finish(fields);
      }
    }
  }

  /** The beginning of the row that {@link #next} gave last, as it stood in the file. */
  String shownText() {
    return shown;
  }

  private CsvRow finish(List<CsvRow.Field> fields) throws IOException {
    long first = line;
    shown = printable(offset);
    int lineEnd = lineEnd(offset);
    line += linesPassed + 1;
    window.advance(offset + lineEnd);
    if (hasNul) {
      return new CsvRow.Malformed(first, "contains a NUL byte");
    }
    if (hasUndecodable) {
      return new CsvRow.Malformed(first, "is not valid " + charset.name());
    }
    return new CsvRow.Fields(first, fields);
  }

  private CsvRow.Malformed plainField(List<CsvRow.Field> fields) throws IOException {
    int from = offset;
    while (true) {
      int c = window.at(offset);
      if (c == delimiter || c == '\n' || c == '\r' || c == CharWindow.END) {
        fields.add(new CsvRow.Field(window.text(from, offset), false));
        return null;
      }
      if (c == CharWindow.TOO_FAR) {
        return tooLong();
      }
      inspect(c);
      offset++;
    }
  }

  private CsvRow.Malformed quotedField(List<CsvRow.Field> fields) throws IOException {
    int linesBefore = linesPassed;
    int resume = -1; // After the first line end within the quotes.
    int from = ++offset;
    StringBuilder unescaped = null;
    while (true) {
      int c = window.at(offset);
      if (c == CharWindow.END || (c == CharWindow.TOO_FAR && resume >= 0)) {
        return resumeAfter(resume, linesBefore, "has a quoted field that is never closed");
      }
      if (c == CharWindow.TOO_FAR) {
        return tooLong();
      }
      if (c == '"') {
        if (window.at(offset + 1) != '"') {
          break;
        }
        unescaped = unescaped == null ? new StringBuilder() : unescaped;
        unescaped.append(window.text(from, offset + 1));
        offset += 2;
        from = offset;
        continue;
      }
      int lineEnd = lineEnd(offset);
      if (lineEnd > 0) {
        linesPassed++;
        offset += lineEnd;
        resume = resume < 0 ? offset : resume;
        continue;
      }
      inspect(c);
      offset++;
    }
    String rest = window.text(from, offset);
    fields.add(
        new CsvRow.Field(unescaped == null ? rest : unescaped.append(rest).toString(), true));
    offset++;
    int after = window.at(offset);
    if (after == delimiter || after == '\n' || after == '\r' || after == CharWindow.END) {
      return null;
    }
    return resumeAfter(resume, linesBefore, "has text after a closing quote");
  }

  private void inspect(int c) {
    hasNul |= c == 0;
    hasUndecodable |= c == UNDECODABLE;
  }

  /** Gives the row up and goes on after the line that opened the field at fault. */
  private CsvRow.Malformed resumeAfter(int resume, int linesBefore, String reason)
      throws IOException {
    if (resume < 0) {
      return skipLine(reason);
    }
    long first = line;
    shown = printable(resume);
    line += linesBefore + 1;
    window.advance(resume);
    return new CsvRow.Malformed(first, reason);
  }

  private CsvRow.Malformed tooLong() throws IOException {
    return skipLine("is longer than the bound on a row");
  }

  /** Gives the row up and goes on after the line that is being read. */
  private CsvRow.Malformed skipLine(String reason) throws IOException {
    long first = line;
    shown = printable(offset);
    line += linesPassed + 1;
    window.advance(offset);
    offset = 0;
    while (true) {
      int c = window.at(offset);
      if (c == CharWindow.END || c == '\n' || c == '\r') {
        break;
      }
      if (c == CharWindow.TOO_FAR) {
        window.advance(offset);
        offset = 0;
      } else {
        offset++;
      }
    }
    window.advance(offset + lineEnd(offset));
    return new CsvRow.Malformed(first, reason);
  }

  private void skipBlankLines() throws IOException {
    while (true) {
      int blanks = 0;
      int c = window.at(0);
      while (c >= 0 && c != delimiter && c != '\n' && c != '\r' && Cleaning.isBlank(c)) {
        c = window.at(++blanks);
      }
      if (c == CharWindow.END) {
        window.advance(blanks);
        return;
      }
      int lineEnd = lineEnd(blanks);
      if (lineEnd == 0) {
        return;
      }
      window.advance(blanks + lineEnd);
      line++;
    }
  }

  /** How many characters end a line at this offset; 0 if none does. */
  private int lineEnd(int at) throws IOException {
    int c = window.at(at);
    if (c == '\r') {
      return window.at(at + 1) == '\n' ? 2 : 1;
    }
    return c == '\n' ? 1 : 0;
  }

  /** The row's beginning, without what a text column of Postgres cannot hold. */
  private String printable(int to) {
    String text = window.text(0, Math.min(to, SHOWN)).replace('\0', '\uFFFD');
    text = text.replace(UNDECODABLE, '\uFFFD');
    boolean cut = !text.isEmpty() && Character.isHighSurrogate(text.charAt(text.length() - 1));
    return (cut ? text.substring(0, text.length() - 1) : text).stripTrailing();
  }

  @Override
  public void close() throws IOException {
    window.close();
  }
}
