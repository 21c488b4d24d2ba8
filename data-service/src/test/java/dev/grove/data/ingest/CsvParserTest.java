package dev.grove.data.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsvParserTest {
  private static final int BOUND = 1 << 20;

  private static List<CsvRow> parse(byte[] bytes, Charset charset, char delimiter, int bound)
      throws IOException {
    List<CsvRow> rows = new ArrayList<>();
    try (CsvParser parser =
        new CsvParser(new ByteArrayInputStream(bytes), charset, delimiter, bound)) {
      for (CsvRow row = parser.next(); row != null; row = parser.next()) {
        rows.add(row);
      }
    }
    return rows;
  }

  private static List<String> lines(String csv) throws IOException {
    return parse(csv.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, ',', BOUND).stream()
        .map(CsvParserTest::shown)
        .toList();
  }

  /** {@code line: field|field}, or {@code line! reason}. */
  private static String shown(CsvRow row) {
    if (row instanceof CsvRow.Malformed flaw) {
      return flaw.line() + "! " + flaw.reason();
    }
    return ((CsvRow.Fields) row)
        .fields().stream()
            .map(field -> field.quoted() ? "<" + field.text() + ">" : field.text())
            .collect(Collectors.joining("|", row.line() + ": ", ""));
  }

  @Test
  void quoteIsTextUnlessItBeginsAField() throws IOException {
    assertThat(lines("1,32\" tv,x\n2,\"a \"\"b\"\", c\",\"\"\n3, \"d\",5\"\n"))
        .containsExactly("1: 1|32\" tv|x", "2: 2|<a \"b\", c>|<>", "3: 3| \"d\"|5\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void everyLineEndCountsOnce(String end) throws IOException {
    String csv = String.join(end, "\uFEFFa,b", "", "1,\"two", "lines\"", "  \t ", "3,4", "", "");
    assertThat(lines(csv)).containsExactly("1: a|b", "3: 1|<two" + end + "lines>", "6: 3|4");
  }

  @Test
  void lastLineNeedsNoEnd() throws IOException {
    assertThat(lines("a,b\n1,")).containsExactly("1: a|b", "2: 1|");
    assertThat(lines("a\n\"q\"")).containsExactly("1: a", "2: <q>");
    assertThat(lines("")).isEmpty();
    assertThat(lines(" \n\t")).isEmpty();
  }

  @Test
  void openQuoteCostsOneLine() throws IOException {
    assertThat(lines("1,\"oops\n2,b\n3,c\n"))
        .containsExactly("1! has a quoted field that is never closed", "2: 2|b", "3: 3|c");
    assertThat(lines("1,\"oops\n2,\"fine\"\n3,c"))
        .containsExactly("1! has text after a closing quote", "2: 2|<fine>", "3: 3|c");
    assertThat(lines("1,\"x\ny\",\"oops\n2,b\n"))
        .containsExactly("1! has a quoted field that is never closed", "3: 2|b");
  }

  @Test
  void textAfterAClosingQuoteCostsItsLine() throws IOException {
    assertThat(lines("1,\"a\"b,c\n2,d\n3,\"e\" ,f\n"))
        .containsExactly(
            "1! has text after a closing quote", "2: 2|d", "3! has text after a closing quote");
  }

  @Test
  void nulAndBadBytesCostTheirRow() throws IOException {
    byte[] bytes = "a,b\nx\0,1\nq?,2\ngood,3\n".getBytes(StandardCharsets.ISO_8859_1);
    bytes[10] = (byte) 0xE9; // Latin 1 for é; broken UTF-8.
    assertThat(parse(bytes, StandardCharsets.UTF_8, ',', BOUND).stream().map(CsvParserTest::shown))
        .containsExactly("1: a|b", "2! contains a NUL byte", "3! is not valid UTF-8", "4: good|3");
    assertThat(
            parse(bytes, StandardCharsets.ISO_8859_1, ',', BOUND).stream()
                .map(CsvParserTest::shown))
        .contains("3: qé|2");
  }

  @ParameterizedTest
  @CsvSource({"UTF-16", "UTF-16LE", "windows-1252", "ISO-8859-15", "UTF-8"})
  void otherEncodingsAreRead(String encoding) throws IOException {
    Charset charset = Charset.forName(encoding);
    assertThat(
            parse("naïve;1\né;2\n".getBytes(charset), charset, ';', BOUND).stream()
                .map(CsvParserTest::shown))
        .containsExactly("1: naïve|1", "2: é|2");
  }

  @Test
  void tooLongRowsAreSkippedWithoutBeingHeld() throws IOException {
    String wide = "x".repeat(500_000);
    String csv = "a,b\n" + wide + ",1\n3,c\n4,\"" + wide + "\n5,d\n6,\"" + wide + "\",e\n7,f\n";
    assertThat(
            parse(csv.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, ',', 1_000).stream()
                .map(CsvParserTest::shown))
        .containsExactly(
            "1: a|b",
            "2! is longer than the bound on a row",
            "3: 3|c",
            "4! is longer than the bound on a row",
            "5: 5|d",
            "6! is longer than the bound on a row",
            "7: 7|f");
  }

  @Test
  void openQuoteBeforeManyRowsEndsAtTheBound() throws IOException {
    String csv = "1,\"oops\n" + "2,b\n".repeat(1_000);
    List<CsvRow> rows =
        parse(csv.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, ',', 100);
    assertThat(rows).hasSize(1_001);
    assertThat(rows.get(0)).isInstanceOf(CsvRow.Malformed.class);
    assertThat(rows.get(1_000)).isInstanceOf(CsvRow.Fields.class);
    assertThat(rows.get(1_000).line()).isEqualTo(1_001);
  }

  @Test
  void rejectedTextCanBeShown() throws IOException {
    byte[] bytes = ("\"a\"\0" + "\uD83D\uDE00".repeat(400) + "\n").getBytes(StandardCharsets.UTF_8);
    try (CsvParser parser =
        new CsvParser(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8, ',', BOUND)) {
      parser.next();
      assertThat(parser.shownText()).startsWith("\"a\"");
    }
    try (CsvParser parser =
        new CsvParser(
            new ByteArrayInputStream(
                ("x\0" + "\uD83D\uDE00".repeat(400)).getBytes(StandardCharsets.UTF_8)),
            StandardCharsets.UTF_8,
            ',',
            BOUND)) {
      parser.next();
      assertThat(parser.shownText()).startsWith("x\uFFFD").hasSize(500);
      assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(parser.shownText())).isTrue();
    }
  }

  @Test
  void whatIsWrittenByTheRulesReadsBack() throws IOException {
    Random random = new Random(5);
    String alphabet = "ab\",\n\r\" é";
    for (int round = 0; round < 300; round++) {
      List<List<String>> table = new ArrayList<>();
      StringBuilder csv = new StringBuilder();
      for (int row = 0; row < 5; row++) {
        List<String> fields = new ArrayList<>();
        for (int column = 0; column < 3; column++) {
          StringBuilder text = new StringBuilder();
          for (int i = random.nextInt(6); i > 0; i--) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
          }
          fields.add(text.toString());
          csv.append(column == 0 ? "" : ",");
          csv.append('"').append(text.toString().replace("\"", "\"\"")).append('"');
        }
        csv.append("\r\n");
        table.add(fields);
      }
      List<List<String>> read =
          parse(csv.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8, ',', BOUND)
              .stream()
              .map(row -> ((CsvRow.Fields) row).fields().stream().map(CsvRow.Field::text).toList())
              .toList();
      assertThat(read).isEqualTo(table);
    }
  }

  @Test
  void junkNeverStopsTheParser() throws IOException {
    Random random = new Random(6);
    for (int round = 0; round < 200; round++) {
      byte[] junk = new byte[random.nextInt(4_000)];
      for (int i = 0; i < junk.length; i++) {
        junk[i] =
            (byte)
                (random.nextInt(4) == 0 ? "\",\n\r".charAt(random.nextInt(4)) : random.nextInt());
      }
      long last = 0;
      for (CsvRow row : parse(junk, StandardCharsets.UTF_8, ',', 300)) {
        assertThat(row.line()).isGreaterThan(last);
        last = row.line();
      }
    }
  }
}
