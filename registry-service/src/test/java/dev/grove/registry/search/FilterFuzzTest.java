package dev.grove.registry.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.grove.registry.RegistryException;
import dev.grove.registry.search.runs.RunWords;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client sends is parsed or refused, soon. */
class FilterFuzzTest {
  private static final List<String> PIECES =
      List.of(
          "metrics.a",
          "params.`b c`",
          "tags.\"d\"",
          "run_id",
          "start_time",
          "datasets.name",
          ".",
          "..",
          "`",
          "\"",
          "'",
          "''",
          "x",
          "é",
          "\ud83d\ude00",
          "\ud800",
          "=",
          "!=",
          "<",
          ">=",
          "==",
          "~",
          "LIKE",
          "not",
          "in",
          "is",
          "null",
          "and",
          "AND",
          "(",
          ")",
          ",",
          ";",
          "--",
          "/*",
          "0",
          "-1",
          "1e5",
          "1e400",
          ".5",
          "-.",
          "1.2.3",
          "0x1F",
          "+",
          " ",
          "\n",
          "\t",
          "\u00a0",
          "\\",
          "%",
          "_",
          "'text'",
          "\"text\"",
          "('a','b')",
          "999999999999999999999",
          "e",
          "E9");

  private final Random random = new Random(7);
  private int parsed;
  private int refused;

  private void feed(String filter) {
    try {
      FilterParser.parse(filter, RunWords.FILTER);
      parsed++;
    } catch (RegistryException e) {
      assertThat(e.getMessage()).isNotBlank();
      refused++;
    }
    try {
      Order.parse(List.of(filter), RunWords.ORDER);
    } catch (RegistryException e) {
      assertThat(e.getMessage()).isNotBlank();
    }
  }

  private String pieces(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
      text.append(random.nextBoolean() ? " " : "");
    }
    return text.toString();
  }

  private String characters(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append((char) (random.nextInt(20) == 0 ? random.nextInt(65_536) : random.nextInt(128)));
    }
    return text.toString();
  }

  private String mutated(String filter) {
    StringBuilder text = new StringBuilder(filter);
    for (int i = random.nextInt(4); i >= 0 && text.length() > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(3)) {
        case 0 -> text.deleteCharAt(at);
        case 1 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
      }
    }
    return text.toString();
  }

  @Test
  void isParsedOrRefused() {
    String good =
        "metrics.a > 1.5 AND params.`b c` = 'x' AND run_id IN ('a', 'b') AND tags.t IS NOT NULL";
    assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int i = 0; i < 20_000; i++) {
            feed(pieces(1 + random.nextInt(12)));
            feed(characters(1 + random.nextInt(40)));
            feed(mutated(good));
          }
        });
    assertThat(parsed).isGreaterThan(1_000);
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void longOnesTakeNoLonger() {
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () -> {
          for (String piece : PIECES) {
            feed(piece.repeat(65_536 / piece.length()));
            feed("metrics.a > " + piece.repeat(60_000 / piece.length()));
            feed("tags.a = '" + piece.repeat(60_000 / piece.length()));
          }
        });
  }
}
