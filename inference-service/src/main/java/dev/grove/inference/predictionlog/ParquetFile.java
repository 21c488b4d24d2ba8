package dev.grove.inference.predictionlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/**
 * A Parquet file of one model version, under another name until it is whole: rows are gathered in
 * memory, written as row groups, and the footer comes last. A write that fails leaves all as it was.
 */
final class ParquetFile {
  private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final int GROUP_BYTES = 4 << 20;

  private final Path file;
  private final Path unfinished;
  private final Instant begun;
  private final ParquetSchema schema;
  private final List<RowGroup> groups = new ArrayList<>();
  private FileChannel channel;
  private long written;
  private int waiting;
  private long rows;

  ParquetFile(Path file, Instant begun, LoggedRow like) {
    this.file = file;
    this.unfinished = file.resolveSibling(file.getFileName() + LogDirectory.UNFINISHED);
    this.begun = begun;
    this.schema = new ParquetSchema(like);
  }

  Instant begun() {
    return begun;
  }

  long size() {
    return written + gathered();
  }

  boolean hasGroup() {
    return gathered() >= GROUP_BYTES;
  }

  private long gathered() {
    return schema.columns().stream().mapToLong(ParquetColumn::bytes).sum();
  }

  void add(LoggedRow row) {
    schema.add(row);
    waiting++;
  }

  /** Writes what is gathered. */
  void writeGroup() throws IOException {
    if (waiting == 0) {
      return;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    if (written == 0) {
      bytes.writeBytes(MAGIC);
    }
    List<ColumnChunk> chunks = new ArrayList<>();
    int first = bytes.size();
    for (ParquetColumn column : schema.columns()) {
      chunks.add(column.write(written + bytes.size(), bytes));
    }
    append(bytes);
    long plain =
        chunks.stream().mapToLong(c -> c.getMeta_data().getTotal_uncompressed_size()).sum();
    RowGroup group = new RowGroup(chunks, plain, waiting);
    group.setFile_offset(written - bytes.size() + first);
    group.setTotal_compressed_size(bytes.size() - first);
    groups.add(group);
    rows += waiting;
    waiting = 0;
    schema.columns().forEach(ParquetColumn::clear);
  }

  /** Writes the rest and the footer, and gives the file its name. */
  void finish() throws IOException {
    writeGroup();
    FileMetaData metadata = new FileMetaData(1, schema.elements(), rows, groups);
    metadata.setCreated_by("Grove");
    ByteArrayOutputStream footer = new ByteArrayOutputStream();
    Util.writeFileMetaData(metadata, footer);
    int length = footer.size();
    footer.writeBytes(
        ByteBuffer.allocate(Integer.BYTES).putInt(Integer.reverseBytes(length)).array());
    footer.writeBytes(MAGIC);
    long before = written;
    append(footer);
    try {
      channel.force(true);
      channel.close();
      Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      written = before;
      throw e;
    }
  }

  private void append(ByteArrayOutputStream bytes) throws IOException {
    if (channel == null || !channel.isOpen()) {
      channel =
          FileChannel.open(unfinished, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    }
    channel.truncate(written);
    channel.position(written);
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    written += bytes.size();
  }
}
