package dev.grove.data.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.data.InvalidInput;
import dev.grove.data.Refused;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceFileTest {
  @TempDir Path directory;

  static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zipped = new GZIPOutputStream(out)) {
      zipped.write(content);
    }
    return out.toByteArray();
  }

  private SourceFile receive(InputStream body, boolean gzip, long bound) throws IOException {
    return SourceFile.receive(body, gzip, directory.resolve("source"), bound);
  }

  @Test
  void plainAndCompressedAreTheSame() throws IOException {
    byte[] table = "a,b\n1,2\n".getBytes(StandardCharsets.UTF_8);
    SourceFile plain = receive(new ByteArrayInputStream(table), false, 100);
    SourceFile zipped = receive(new ByteArrayInputStream(gzip(table)), false, 100);
    SourceFile declared = receive(new ByteArrayInputStream(gzip(table)), true, 100);
    assertThat(zipped.digest()).isEqualTo(plain.digest()).isEqualTo(declared.digest());
    assertThat(zipped.bytes()).isEqualTo(table.length);
    assertThat(Files.readAllBytes(zipped.path())).isEqualTo(table);
  }

  @Test
  void everyMemberOfAGzipFileCountsOnASlowNetwork() throws IOException {
    ByteArrayOutputStream members = new ByteArrayOutputStream();
    for (String text : new String[] {"one\n", "two\n", "three\n"}) {
      members.write(gzip(text.getBytes(StandardCharsets.UTF_8)));
    }
    InputStream slow =
        new FilterInputStream(new ByteArrayInputStream(members.toByteArray())) {
          @Override
          public int available() {
            return 0;
          }

          @Override
          public int read(byte[] buffer, int from, int length) throws IOException {
            return super.read(buffer, from, Math.min(length, 5));
          }
        };
    assertThat(Files.readString(receive(slow, true, 100).path())).isEqualTo("one\ntwo\nthree\n");
  }

  @Test
  void bombIsStoppedAtTheBound() throws IOException {
    byte[] bomb = gzip(new byte[50_000_000]);
    assertThatThrownBy(() -> receive(new ByteArrayInputStream(bomb), true, 1_000_000))
        .isInstanceOf(Refused.class);
    assertThat(Files.size(directory.resolve("source"))).isLessThanOrEqualTo(1_000_000);
  }

  @Test
  void brokenGzipIsTheClientsMistake() throws IOException {
    byte[] whole = gzip("a,b\n1,2\n".getBytes(StandardCharsets.UTF_8));
    byte[] cut = Arrays.copyOf(whole, whole.length - 6);
    byte[] broken = whole.clone();
    broken[whole.length - 5] ^= 1;
    for (byte[] bad : new byte[][] {cut, broken, {0x1f, (byte) 0x8b}}) {
      assertThatThrownBy(() -> receive(new ByteArrayInputStream(bad), false, 100))
          .isInstanceOf(InvalidInput.class);
    }
    assertThatThrownBy(
            () ->
                receive(
                    new ByteArrayInputStream("a,b\n".getBytes(StandardCharsets.UTF_8)), true, 100))
        .isInstanceOf(InvalidInput.class);
  }
}
