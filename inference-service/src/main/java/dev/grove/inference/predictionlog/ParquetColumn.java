package dev.grove.inference.predictionlog;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Type;
import org.apache.parquet.format.Util;

/**
 * The values of one optional column until they are written as a chunk of one page: which are there,
 * as bits, and these plain, one after the other; all of it compressed with gzip.
 */
final class ParquetColumn {
  private final List<String> path;
  private final Type type;
  private final BitSet present = new BitSet();
  private final ByteArrayOutputStream values = new ByteArrayOutputStream();
  private int rows;

  /**
   * @param type DOUBLE, INT64 or BYTE_ARRAY
   */
  ParquetColumn(List<String> path, Type type) {
    this.path = path;
    this.type = type;
  }

  void addNull() {
    rows++;
  }

  void add(double value) {
    add(Double.doubleToRawLongBits(value));
  }

  void add(long value) {
    present.set(rows++);
    littleEndian(value, Long.BYTES, values);
  }

  /** Null is missing. */
  void add(String text) {
    if (text == null) {
      addNull();
      return;
    }
    present.set(rows++);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    littleEndian(bytes.length, Integer.BYTES, values);
    values.writeBytes(bytes);
  }

  int bytes() {
    return values.size() + rows / Byte.SIZE;
  }

  void clear() {
    present.clear();
    values.reset();
    rows = 0;
  }

  /**
   * Writes the page.
   *
   * @param offset of it in the file
   */
  ColumnChunk write(long offset, ByteArrayOutputStream out) throws IOException {
    byte[] levels = levels();
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(compressed)) {
      ByteArrayOutputStream length = new ByteArrayOutputStream(Integer.BYTES);
      littleEndian(levels.length, Integer.BYTES, length);
      length.writeTo(gzip);
      gzip.write(levels);
      values.writeTo(gzip);
    }
    int plainSize = Integer.BYTES + levels.length + values.size();
    int before = out.size();
    PageHeader header = new PageHeader(PageType.DATA_PAGE, plainSize, compressed.size());
    header.setData_page_header(
        new DataPageHeader(rows, Encoding.PLAIN, Encoding.RLE, Encoding.RLE));
    Util.writePageHeader(header, out);
    int headerSize = out.size() - before;
    compressed.writeTo(out);
    ColumnMetaData metadata =
        new ColumnMetaData(
            type,
            List.of(Encoding.PLAIN, Encoding.RLE),
            path,
            CompressionCodec.GZIP,
            rows,
            headerSize + plainSize,
            headerSize + compressed.size(),
            offset);
    ColumnChunk chunk = new ColumnChunk(offset);
    chunk.setMeta_data(metadata);
    return chunk;
  }

  /** One bit for each row, packed in groups of eight, after the number of groups. */
  private byte[] levels() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int groups = (rows + Byte.SIZE - 1) / Byte.SIZE;
    int header = groups << 1 | 1;
    while (header > 0x7f) {
      out.write(header & 0x7f | 0x80);
      header >>>= 7;
    }
    out.write(header);
    byte[] bits = present.toByteArray();
    out.write(bits, 0, bits.length);
    for (int i = bits.length; i < groups; i++) {
      out.write(0);
    }
    return out.toByteArray();
  }

  private static void littleEndian(long value, int bytes, ByteArrayOutputStream out) {
    for (int i = 0; i < bytes; i++) {
      out.write((int) (value >>> (Byte.SIZE * i)));
    }
  }
}
