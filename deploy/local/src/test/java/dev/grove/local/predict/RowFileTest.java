package dev.grove.local.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.local.LocalFailure;
import dev.grove.local.api.ServedModel;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowFileTest {
  @TempDir Path directory;

  private static ServedModel model(String target, String... columns) {
    return new ServedModel(
        "m",
        "1",
        "binary",
        target,
        "serving",
        Stream.of(columns).map(name -> new ServedModel.Input(name, "string")).toList());
  }

  private List<TableRow> rows(
      String csv, char separator, boolean header, String target, ServedModel model)
      throws Exception {
    return rows(csv.getBytes(StandardCharsets.UTF_8), separator, header, target, model);
  }

  private List<TableRow> rows(
      byte[] csv, char separator, boolean header, String target, ServedModel model)
      throws Exception {
    Path file = Files.write(directory.resolve("rows.csv"), csv);
    List<TableRow> rows = new ArrayList<>();
    try (RowFile open = RowFile.open(file, separator, header, target, model)) {
      open.forEachRemaining(rows::add);
    }
    return rows;
  }

  @Test
  void quotesOpenAFieldAtItsStartAlone() throws Exception {
    List<TableRow> rows =
        rows(
            "title,n\n32\" tv,1\n\"a \"\"b\"\", c\",2\n\"two\nlines\",3\n \"x\",4\n",
            ',',
            true,
            null,
            model("y", "title"));

    assertThat(rows)
        .extracting(row -> row.input().get("title"))
        .containsExactly("32\" tv", "a \"b\", c", "two\nlines", " \"x\"");
    assertThat(rows).extracting(TableRow::line).containsExactly(2L, 3L, 4L, 6L);
  }

  @Test
  void fieldsStayRawAndTheTargetIsNotSent() throws Exception {
    List<TableRow> rows =
        rows(" a ,y,b\r\n  1 , yes ,NA\r\n2,?,x\r\n\r\n", ',', true, "y", model("y", "a", "b"));

    assertThat(rows)
        .containsExactly(
            new TableRow(2, Map.of("a", "  1 ", "b", "NA"), "yes"),
            new TableRow(3, Map.of("a", "2", "b", "x"), null));
  }

  @Test
  void rowsOfAnotherWidthAreMalformed() throws Exception {
    List<TableRow> rows = rows("a,b\n1,2\n1\n1,2,3\n3,4\n", ',', true, null, model("y", "a"));

    assertThat(rows).extracting(TableRow::isMalformed).containsExactly(false, true, true, false);
    assertThat(rows.get(2).line()).isEqualTo(4);
  }

  @Test
  void readsPastOddQuotes() throws Exception {
    List<TableRow> rows =
        rows("a,b\n\"x\"y,1\nz,\"never closed\n", ',', true, null, model("y", "a"));

    assertThat(rows.get(0).input()).containsEntry("a", "xy");
    assertThat(rows.get(1).input()).containsEntry("a", "z");
  }

  @Test
  void columnsWithoutAHeaderAreNumbered() throws Exception {
    ServedModel last = model("c3", "c1", "c2");

    assertThat(rows("1;2;yes\n", ';', false, "last", last))
        .containsExactly(new TableRow(1, Map.of("c1", "1", "c2", "2"), "yes"));
    assertThat(rows("1;2\n", ';', false, null, last))
        .containsExactly(new TableRow(1, Map.of("c1", "1", "c2", "2"), null));
  }

  @Test
  void anAbsentTargetKeepsItsNumber() throws Exception {
    ServedModel first = model("c1", "c2", "c3");

    assertThat(rows("1,2\n", ',', false, null, first))
        .containsExactly(new TableRow(1, Map.of("c2", "1", "c3", "2"), null));
    assertThat(rows("yes,1,2\n", ',', false, "0", first))
        .containsExactly(new TableRow(1, Map.of("c2", "1", "c3", "2"), "yes"));
  }

  @Test
  void readsGzipAndByteOrderMarks() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write("\ufeffa\tb\n1\t2\n".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(rows(bytes.toByteArray(), '\t', true, "b", model("b", "a")))
        .containsExactly(new TableRow(2, Map.of("a", "1"), "2"));
  }

  @Test
  void namesWhatTheFileLacks() throws Exception {
    Path file = Files.writeString(directory.resolve("a.csv"), "a,b\n1,2\n");
    try (RowFile rows = RowFile.open(file, ',', true, null, model("y", "a", "gone"))) {
      assertThat(rows.warnings()).singleElement().asString().endsWith(": gone");
    }

    assertThatThrownBy(() -> RowFile.open(file, ',', true, "y", model("y", "a")))
        .isInstanceOf(LocalFailure.class)
        .hasMessageContaining("no column 'y' in: a, b");
    assertThatThrownBy(() -> RowFile.open(file, ';', true, null, model("y", "a")))
        .hasMessageContaining("none of the columns of model m: a");
    Path empty = Files.writeString(directory.resolve("empty.csv"), "\n\n");
    assertThatThrownBy(() -> RowFile.open(empty, ',', true, null, model("y", "a")))
        .hasMessageContaining("no rows");
  }
}
