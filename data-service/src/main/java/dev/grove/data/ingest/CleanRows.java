package dev.grove.data.ingest;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * The rows of a source after cleaning, on disk, so that they can be gone through as often as it
 * takes without being in memory. Per value: its length plus one (zero is missing), its UTF-8.
 */
final class CleanRows {
  private static final int BUFFER = 1 << 18;

  private final Path path;
  private final int columns;
  private final long count;

  private CleanRows(Path path, int columns, long count) {
    this.path = path;
    this.columns = columns;
    this.count = count;
  }

  long count() {
    return count;
  }

  /** Sees each row, in the source's order. */
  interface Visitor {
    /**
     * @param ordinal counts rows from 0
     * @param values null where missing
     */
    void row(long ordinal, String[] values) throws IOException, SQLException;
  }

  void forEach(Visitor visitor) throws IOException, SQLException {
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(path), BUFFER))) {
      String[] values = new String[columns];
      for (long ordinal = 0; ordinal < count; ordinal++) {
        for (int i = 0; i < columns; i++) {
          int length = in.readInt() - 1;
          values[i] = length < 0 ? null : new String(in.readNBytes(length), StandardCharsets.UTF_8);
        }
        visitor.row(ordinal, values);
      }
    }
  }

  /** Writes rows one after another. */
  static final class Writer implements AutoCloseable {
    private final Path path;
    private final int columns;
    private final DataOutputStream out;
    private long count;

    Writer(Path path, int columns) throws IOException {
      this.path = path;
      this.columns = columns;
      this.out =
          new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(path), BUFFER));
    }

    void add(String[] values) throws IOException {
      for (String value : values) {
        if (value == null) {
          out.writeInt(0);
        } else {
          byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
          out.writeInt(bytes.length + 1);
          out.write(bytes);
        }
      }
      count++;
    }

    /** What was written, once the writer is closed. */
    CleanRows rows() {
      return new CleanRows(path, columns, count);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
