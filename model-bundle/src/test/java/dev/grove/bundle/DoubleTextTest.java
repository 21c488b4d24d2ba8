package dev.grove.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The fixture was printed by Java 25; Java 17's own text differs in some 80 of its lines. */
class DoubleTextTest {
  @Test
  void printsAsNewerJavaDoes() throws IOException {
    List<String> lines;
    try (InputStream in = getClass().getResourceAsStream("double-texts.txt")) {
      lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().skip(1).toList();
    }
    assertThat(lines).hasSizeGreaterThan(400);
    for (String line : lines) {
      int cut = line.indexOf(' ');
      double value = Double.longBitsToDouble(Long.parseUnsignedLong(line.substring(0, cut), 16));
      assertThat(DoubleText.shortest(value, Double.toString(value)))
          .isEqualTo(line.substring(cut + 1));
      assertThat(DoubleText.of(value)).isEqualTo(line.substring(cut + 1));
    }
  }
}
