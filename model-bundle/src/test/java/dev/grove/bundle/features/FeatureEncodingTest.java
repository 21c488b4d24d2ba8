package dev.grove.bundle.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Row;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureEncodingTest {
  private static final InputSchema INPUT =
      new InputSchema(
          List.of(
              new Column("Product Title", ColumnType.STRING),
              new Column("price", ColumnType.DOUBLE),
              new Column("count", ColumnType.INTEGER),
              new Column("day", ColumnType.DATE),
              new Column("at", ColumnType.TIMESTAMP),
              new Column("ok", ColumnType.BOOLEAN),
              new Column("brand", ColumnType.STRING)),
          Cleaning.DEFAULT);

  private static FeatureVector encode(Map<String, String> raw, FittedFeature... features) {
    FeatureEncoding encoding = FeatureEncoding.of(INPUT, List.of(features));
    Row row = INPUT.newRow();
    raw.forEach((column, text) -> row.setText(INPUT.indexOf(column), text));
    FeatureVector vector = encoding.newVector();
    encoding.encode(row, vector);
    return vector;
  }

  private static double one(FittedFeature feature, String column, String text) {
    return encode(Map.of(column, text), feature).get(0);
  }

  @ParameterizedTest
  @CsvSource({
    "price, none, 2.5, 2.5",
    "price, log1p, 0, 0",
    "price, log1p, 1.718281828459045, 1",
    "price, log1p, -0.5, NaN",
    "count, log1p, -3, NaN",
    "count, none, ?, NaN",
    "day, none, 1970-01-03, 2",
    "day, epoch_days, 1969-12-31, -1",
    "day, hour, 2026-11-22, 0",
    "day, day_of_week, 1970-01-01, 3",
    "day, day_of_week, 1969-12-29, 0",
    "day, day_of_week, 2026-11-22, 6",
    "day, hour, ?, NaN",
    "at, none, 1970-01-01T00:00:01.5Z, 1.5",
    "at, epoch_days, 1969-12-31T23:59:59.9Z, -1",
    "at, epoch_days, 1970-01-02T00:00Z, 1",
    "at, hour, 1969-12-31T23:59:59.999999999Z, 23",
    "at, hour, 2026-11-22T05:30:00+06:00, 23",
    "at, day_of_week, 2026-11-23T00:00:00Z, 0",
    "at, day_of_week, 2026-11-22T23:59:59.999999999Z, 6",
    "at, day_of_week, ?, NaN"
  })
  void transformsNumbers(String column, String transform, String text, double expected) {
    assertThat(one(new FittedFeature.Numeric(column, transform, null), column, text))
        .isEqualTo(Double.valueOf(expected));
  }

  @Test
  void fillsWhatIsMissingAfterTheTransform() {
    FittedFeature filled = new FittedFeature.Numeric("price", "log1p", 7.0);
    assertThat(one(filled, "price", "NA")).isEqualTo(7);
    assertThat(one(filled, "price", "-2")).isEqualTo(7);
    assertThat(one(filled, "price", "0")).isEqualTo(0);
  }

  @Test
  void codesCategoriesByTheirPlace() {
    FittedFeature brand = new FittedFeature.Category("brand", List.of("Acme", "acme", ""));
    assertThat(one(brand, "brand", " acme ")).isEqualTo(1);
    assertThat(one(brand, "brand", "Acme")).isEqualTo(0);
    assertThat(one(brand, "brand", "ACME")).isNaN();
    assertThat(one(brand, "brand", "")).isNaN();
    assertThat(one(new FittedFeature.Category("ok", List.of("false", "true")), "ok", "TRUE"))
        .isEqualTo(1);
    assertThat(one(new FittedFeature.Category("count", List.of("7")), "count", "+7.0"))
        .isEqualTo(0);
    assertThat(one(new FittedFeature.Category("price", List.of("7.0")), "price", "7")).isEqualTo(0);
  }

  @Test
  void hashesValuesUnsigned() {
    FittedFeature hash = new FittedFeature.Hash("brand", 1_000);
    assertThat(one(hash, "brand", "abc")).isEqualTo(0xb3dd93faL % 1_000);
    assertThat(one(hash, "brand", "?")).isNaN();
  }

  @Test
  void crossesLengthPrefixedParts() {
    FittedFeature cross =
        new FittedFeature.Cross(
            List.of("brand", "price", "count"),
            List.of(List.of(), List.of(1.0, 2.0, 3.0), List.of()),
            FeatureCheck.MAX_BUCKETS);
    assertThat(encode(Map.of("brand", "Grün", "price", "2.5", "count", "07"), cross).get(0))
        .isEqualTo(bucket("Grün", "2", "7"));
    assertThat(encode(Map.of("brand", "a", "price", "2", "count", "1"), cross).get(0))
        .as("an edge belongs to the bin below")
        .isEqualTo(bucket("a", "1", "1"));
    assertThat(encode(Map.of("brand", "a", "price", "0.5"), cross).get(0))
        .isEqualTo(bucket("a", "0", null));
    assertThat(encode(Map.of("price", "99"), cross).get(0)).isEqualTo(bucket(null, "3", null));
    assertThat(encode(Map.of(), cross).get(0)).isEqualTo(bucket(null, null, null));
  }

  private static double bucket(String... parts) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String part : parts) {
      byte[] text = part == null ? new byte[0] : part.getBytes(StandardCharsets.UTF_8);
      int length = part == null ? -1 : text.length;
      bytes.writeBytes(
          ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).array());
      bytes.writeBytes(text);
    }
    Murmur3 hash = new Murmur3();
    for (byte octet : bytes.toByteArray()) {
      hash.putByte(octet);
    }
    return hash.bucket(FeatureCheck.MAX_BUCKETS);
  }

  @Test
  void countsWordsAndLeavesMissingTextZero() {
    FittedFeature words = new FittedFeature.Text("Product Title", "word", 1, 1, 4, true);
    FeatureVector vector = encode(Map.of("Product Title", "tv TV Tv x"), words);
    assertThat(vector.touched()).isEqualTo(1);
    assertThat(vector.get(vector.touchedIndex(0))).isEqualTo(3);
    assertThat(encode(Map.of("Product Title", "?"), words).touched()).isZero();
  }

  @Test
  void measuresTexts() {
    FittedFeature stats =
        new FittedFeature.TextStats("Product Title", List.of("Wireless", "ÄÖ", "x y"));
    assertThat(encode(Map.of("Product Title", " wireLESS\u3000mouse 😀 äö "), stats).toArray())
        .containsExactly(19, 4, 1, 1, 0);
    assertThat(encode(Map.of(), stats).toArray()).containsOnly(Double.NaN);
  }

  @Test
  void clearsBeforeEachRow() {
    FeatureEncoding encoding =
        FeatureEncoding.of(
            INPUT, List.of(new FittedFeature.Text("brand", "char_wb", 1, 2, 1 << 12, true)));
    FeatureVector reused = encoding.newVector();
    for (String text : List.of("first of all", "second", "?", "third one")) {
      Row row = INPUT.newRow();
      row.setText(6, text);
      encoding.encode(row, reused);
      FeatureVector fresh = encoding.newVector();
      encoding.encode(row, fresh);
      assertThat(reused.toArray()).isEqualTo(fresh.toArray());
    }
  }

  @Test
  void namesPlacesUniquelyInLightGbmsAlphabet() {
    List<Column> columns =
        List.of(
            new Column("a b", ColumnType.STRING),
            new Column("a_b", ColumnType.STRING),
            new Column("a:b", ColumnType.STRING),
            new Column("a_b__word_07", ColumnType.STRING),
            new Column("a_b_2__word_07", ColumnType.STRING),
            new Column("商品", ColumnType.STRING),
            new Column("価格", ColumnType.STRING),
            new Column("x".repeat(500), ColumnType.STRING),
            new Column("x".repeat(501), ColumnType.STRING),
            new Column("", ColumnType.STRING));
    InputSchema input = new InputSchema(columns, Cleaning.DEFAULT);
    List<FittedFeature> features = new ArrayList<>();
    for (Column column : columns) {
      features.add(new FittedFeature.Category(column.name(), List.of()));
      features.add(new FittedFeature.Text(column.name(), "word", 1, 1, 11, true));
      features.add(new FittedFeature.TextStats(column.name(), List.of("k!", "k?")));
      features.add(new FittedFeature.Category(column.name(), List.of()));
    }
    FeatureEncoding encoding = FeatureEncoding.of(input, features);
    List<String> names = encoding.names();
    assertThat(names).hasSize(encoding.size()).hasSize(columns.size() * 17);
    assertThat(names).allMatch(name -> name.matches("[A-Za-z0-9_]{1,120}"));
    assertThat(new HashSet<>(names)).hasSize(names.size());
    assertThat(names).contains("a_b", "a_b_2", "a_b__word_00", "a_b__length", "feature");
    assertThatThrownBy(() -> names.get(encoding.size()))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void tellsWhichPlacesAreCategoricalAndWhatFeedsThem() {
    FeatureEncoding encoding =
        FeatureEncoding.of(
            INPUT,
            List.of(
                new FittedFeature.Text("Product Title", "char_wb", 3, 5, 100, true),
                new FittedFeature.Category("brand", List.of("a")),
                new FittedFeature.Numeric("price", "log1p", null),
                new FittedFeature.Hash("brand", 16),
                new FittedFeature.Cross(
                    List.of("count", "price"), List.of(List.of(1.0), List.of(2.0)), 16)));
    assertThat(encoding.categorical()).containsExactly(100, 102, 103);
    assertThat(encoding.inputOf(0)).isEqualTo(0);
    assertThat(encoding.inputOf(99)).isEqualTo(0);
    assertThat(encoding.inputOf(100)).isEqualTo(6);
    assertThat(encoding.inputOf(103)).isEqualTo(2);
    assertThat(encoding.names().subList(99, 104))
        .containsExactly(
            "Product_Title__char_99", "brand", "price__log1p", "brand__hash", "count_x_price");
    assertThatThrownBy(() -> encoding.inputOf(104)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> encoding.inputOf(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  private static void refuses(String message, FittedFeature... features) {
    assertThatThrownBy(() -> FeatureEncoding.of(INPUT, List.of(features)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesFeaturesThatDoNotFitTheInput() {
    FittedFeature good = new FittedFeature.Hash("brand", 1);
    refuses(
        "features[1].column: the input has no column 'nope'",
        good,
        new FittedFeature.Hash("nope", 1));
    refuses(
        "features[0].column: 'brand' is string, which 'none' cannot take",
        new FittedFeature.Numeric("brand", "none", null));
    refuses(
        "features[0].column: 'ok' is boolean, which 'none' cannot take",
        new FittedFeature.Numeric("ok", "none", null));
    refuses(
        "features[0].column: 'price' is double, which 'hour' cannot take",
        new FittedFeature.Numeric("price", "hour", null));
    refuses(
        "features[0].column: 'day' is date, which 'log1p' cannot take",
        new FittedFeature.Numeric("day", "log1p", null));
    refuses(
        "features[0].edges: 'brand' is string and has no bins",
        new FittedFeature.Cross(List.of("brand", "price"), List.of(List.of(1.0), List.of(1.0)), 5));
  }

  @Test
  void refusesParametersOutOfBounds() {
    refuses("features[0].buckets: 0 is outside 1 to 1048576", new FittedFeature.Hash("brand", 0));
    refuses(
        "features[0].buckets: 1048577 is outside 1 to 1048576",
        new FittedFeature.Text("brand", "word", 1, 1, 1_048_577, true));
    refuses(
        "features[0].ngramMax: 11 is outside 1 to 10",
        new FittedFeature.Text("brand", "word", 1, 11, 8, true));
    refuses(
        "features[0].ngramMin: 3 is above ngramMax, which is 2",
        new FittedFeature.Text("brand", "word", 3, 2, 8, true));
    refuses(
        "features[0].analyzer: 'chars' is none of word, char_wb",
        new FittedFeature.Text("brand", "chars", 1, 2, 8, true));
    refuses(
        "features[0].vocabulary: 'a' stands twice",
        new FittedFeature.Category("brand", List.of("a", "a")));
    refuses("features[0].column: is missing", new FittedFeature.Hash(null, 1));
    refuses(
        "features[0].columns: 1 columns, but 2 to 8 are allowed",
        new FittedFeature.Cross(List.of("brand"), List.of(List.of()), 5));
    refuses(
        "features[0].edges: 1 lists for 2 columns",
        new FittedFeature.Cross(List.of("brand", "price"), List.of(List.of()), 5));
    refuses(
        "features[0].edges: not finite and ascending: [2.0, 2.0]",
        new FittedFeature.Cross(
            List.of("brand", "price"), List.of(List.of(), List.of(2.0, 2.0)), 5));
    refuses(
        "features[0].fill: Infinity is not finite",
        new FittedFeature.Numeric("price", "none", Double.POSITIVE_INFINITY));
    refuses(
        "features[0].keywords: a keyword is empty",
        new FittedFeature.TextStats("brand", List.of("")));
    FittedFeature wide = new FittedFeature.Text("brand", "word", 1, 1, 1 << 20, true);
    refuses("features[4]: the encoded vector is wider than 4194304", wide, wide, wide, wide, wide);
  }
}
