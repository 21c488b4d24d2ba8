package dev.grove.inference.predict;

import static dev.grove.inference.predict.Asked.body;
import static dev.grove.inference.predict.Asked.tree;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.ServedModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PredictionsTest {
  private final ServedModel products = served(Bundles.products(1));

  private static ServedModel served(ModelBundle bundle) {
    return new ServedModel(
        new PromotedVersion("m", "champion", "7", Instant.EPOCH), "digest", bundle, Instant.EPOCH);
  }

  private static RowAnswer one(ServedModel model, String json) {
    return Asked.one(model, body(json));
  }

  private JsonNode batch(String json) {
    return Asked.together(products, body(json));
  }

  @Test
  void answersWhatTheForestSays() throws IOException {
    JsonNode answer =
        tree(one(products, "{\"title\":\" Red hose \",\"price\":19.5,\"reviews\":\"12\"}"));
    ModelBundle bundle = products.bundle();
    Row row = bundle.input().newRow();
    row.setText(0, "Red hose");
    row.setText(2, "19.5");
    row.setText(3, "12");
    FeatureVector vector = new FeatureVector(bundle.encoding().size());
    bundle.encoding().encode(row, vector);
    double[] expected = new double[3];
    bundle.forest().rawScores(vector, expected);
    bundle.forest().objective().transform(expected);
    List<String> classes = bundle.labels().classes();
    int best = 0;
    for (int i = 0; i < classes.size(); i++) {
      assertThat(answer.at("/probabilities").get(classes.get(i)).doubleValue())
          .isEqualTo(expected[i]);
      best = expected[i] > expected[best] ? i : best;
    }
    assertThat(answer.at("/probabilities").fieldNames())
        .toIterable()
        .containsExactlyElementsOf(classes);
    assertThat(answer.get("label").asText()).isEqualTo(classes.get(best));
    assertThat(answer.get("category")).isEqualTo(answer.get("label"));
    assertThat(answer.get("confidence").doubleValue()).isEqualTo(expected[best]);
    assertThat(answer.get("model").asText()).isEqualTo("m");
    assertThat(answer.get("version")).isEqualTo(TextNode.valueOf("7"));
  }

  @Test
  void binaryNamesBothClassesAndKeepsATargetsTakenName() throws IOException {
    JsonNode answer = tree(one(served(Bundles.labels(3)), "{\"price\":1}"));
    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly("label", "probabilities", "confidence", "model", "version", "servedBy");
    double no = answer.at("/probabilities/no").doubleValue();
    double yes = answer.at("/probabilities/yes").doubleValue();
    assertThat(no + yes).isEqualTo(1);
    assertThat(answer.get("label").asText()).isEqualTo(yes > no ? "yes" : "no");
  }

  @Test
  void regressionAnswersANumber() throws IOException {
    JsonNode answer = tree(one(served(Bundles.values(1)), "{\"price\":1}"));
    assertThat(answer.fieldNames())
        .toIterable()
        .containsExactly("prediction", "model", "version", "servedBy", "value");
    assertThat(answer.get("prediction").isNumber()).isTrue();
    assertThat(answer.get("value")).isEqualTo(answer.get("prediction"));
  }

  @Test
  void missingIsMissingInEveryForm() throws IOException {
    JsonNode empty = tree(one(products, "{}"));
    for (String row :
        new String[] {
          "{\"price\":null}", "{\"price\":\"\"}", "{\"price\":\" NA \"}", " {\"title\":\"NaN\"}\n"
        }) {
      assertThat(tree(one(products, row))).as(row).isEqualTo(empty);
    }
  }

  @Test
  void oneRowsValuesDoNotReachTheNext() throws IOException {
    JsonNode empty = tree(one(products, "{}"));
    JsonNode answer = (batch("[{\"price\":5,\"title\":\"a b c\",\"reviews\":500},{}]"));
    assertThat(answer.at("/predictions/0")).isNotEqualTo(empty);
    assertThat(answer.at("/predictions/1")).isEqualTo(empty);
  }

  @Test
  void batchesAnswerRowByRowInOrder() throws IOException {
    JsonNode answer = (batch("[{\"price\":1},{\"price\":50},{\"price\":1}]"));
    assertThat(answer.get("predictions")).hasSize(3);
    assertThat(answer.at("/predictions/0")).isEqualTo(tree(one(products, "{\"price\":1}")));
    assertThat(answer.at("/predictions/1")).isEqualTo(tree(one(products, "{\"price\":50}")));
    assertThat(answer.at("/predictions/2")).isEqualTo(answer.at("/predictions/0"));
  }

  @Test
  void anEmptyBatchHasNoPredictions() {
    assertThat(batch("[]"))
        .hasToString("{\"predictions\":[],\"rows\":0,\"failed\":0,\"complete\":true}");
  }

  @Test
  void unknownFieldsAreNamedButTargetAndKeyAreNot() {
    RowAnswer answered =
        one(
            products,
            "{\"category\":\"Books\",\"product_id\":7,\"shop\":1,\"Ü, x\":{\"a\":[1]},\"b\":[2]}");
    assertThat(answered.unknownFields()).isEqualTo("shop,%C3%9C%2C%20x,b");
    assertThat(one(products, "{\"price\":1}").unknownFields()).isNull();
  }

  @Test
  void atMostTwentyUnknownFieldsAreNamed() {
    StringBuilder row = new StringBuilder("{\"\\r\\nEvil: 1\":0");
    for (int i = 0; i < 50; i++) {
      row.append(",\"f").append(i).append("\":0");
    }
    String named = one(products, row.append('}').toString()).unknownFields();
    assertThat(named.split(",")).hasSize(20).contains("f18").doesNotContain("f19");
    assertThat(named).startsWith("%0D%0AEvil:%201,");
  }

  @Test
  void encodesWhatTheForestSees() throws IOException {
    RowAnswer answered =
        Asked.encoded(products, body("{\"price\":2.5,\"brand\":\"Globex\",\"title\":\"a hose\"}"));
    JsonNode encoded = tree(answered);
    ModelBundle bundle = products.bundle();
    assertThat(encoded.get("size").intValue()).isEqualTo(bundle.encoding().size());
    assertThat(encoded.get("indices")).hasSameSizeAs(encoded.get("values"));
    Row row = bundle.input().newRow();
    row.setText(0, "a hose");
    row.setText(1, "Globex");
    row.setText(2, "2.5");
    FeatureVector vector = new FeatureVector(bundle.encoding().size());
    bundle.encoding().encode(row, vector);
    assertThat(encoded.get("indices")).hasSize(vector.touched());
    int before = -1;
    for (int k = 0; k < vector.touched(); k++) {
      int index = encoded.get("indices").get(k).intValue();
      assertThat(index).isGreaterThan(before);
      before = index;
      JsonNode value = encoded.get("values").get(k);
      assertThat(value.isNull() ? Double.NaN : value.doubleValue())
          .isEqualTo(Double.valueOf(vector.get(index)));
      assertThat(encoded.get("names").get(k).asText())
          .isEqualTo(bundle.encoding().names().get(index));
    }
  }

  static Stream<Arguments> hostileRows() {
    return Stream.of(
        arguments("", "The body is empty", null),
        arguments("   \n", "The body is empty", null),
        arguments("null", "The body is null; expected one row as a JSON object", null),
        arguments("[{}]", "The body is an array", null),
        arguments("7", "The body is a number", null),
        arguments("\"text\"", "The body is a string", null),
        arguments("true", "The body is a boolean", null),
        arguments("{", "not valid JSON", null),
        arguments("{\"price\":", "not valid JSON", "price"),
        arguments("{\"price\":1", "not valid JSON", "price"),
        arguments("{\"price\" 1}", "not valid JSON", "price"),
        arguments("{price:1}", "not valid JSON", null),
        arguments("{'price':1}", "not valid JSON", null),
        arguments("{\"price\":1,}", "not valid JSON", "price"),
        arguments("{\"price\":NaN}", "not valid JSON", "price"),
        arguments("{\"price\":-Infinity}", "not valid JSON", "price"),
        arguments("{\"price\":01}", "not valid JSON", "price"),
        arguments("{\"price\":1.}", "not valid JSON", "price"),
        arguments("{\"price\":0x10}", "not valid JSON", "price"),
        arguments("{/*c*/\"price\":1}", "not valid JSON", null),
        arguments("{\"title\":\"a\nb\"}", "not valid JSON", "title"),
        arguments("{\"title\":\"\\q\"}", "not valid JSON", "title"),
        arguments("{\"price\":1}}", "not valid JSON", null),
        arguments("{\"price\":1} x", "not valid JSON", null),
        arguments("{\"price\":1}{}", "goes on after its end", null),
        arguments("{\"price\":1} 2", "goes on after its end", null),
        arguments("{\"price\":\"cheap\"}", "Field 'price': 'cheap'", "price"),
        arguments("{\"price\":true}", "Field 'price'", "price"),
        arguments("{\"price\":1e999}", "Field 'price'", "price"),
        arguments("{\"price\":[1]}", "must be double or null, not an array", "price"),
        arguments("{\"price\":{\"a\":1}}", "must be double or null, not an object", "price"),
        arguments("{\"in_stock\":1}", "Field 'in_stock'", "in_stock"),
        arguments("{\"in_stock\":\"yes\"}", "Field 'in_stock'", "in_stock"),
        arguments("{\"listed\":\"2026-02-30\"}", "Field 'listed'", "listed"),
        arguments("{\"listed\":5}", "Field 'listed'", "listed"),
        arguments("{\"price\":1,\"price\":2}", "Field 'price': stands there twice", "price"),
        arguments("{\"pri\\u0063e\":1,\"price\":2}", "stands there twice", "price"),
        arguments("{\"x\":1,\"x\":2}", "Field 'x': stands there twice", "x"),
        arguments("{\"title\":\"" + "x".repeat(1_100_000) + "\"}", "length", "title"),
        arguments("{\"" + "x".repeat(2_000) + "\":1}", "length", null),
        arguments("{\"price\":" + "1".repeat(2_000) + "}", "length", "price"),
        arguments("{\"x\":" + "[".repeat(5_000), "depth", "x"),
        arguments("{\"x\":" + "{\"y\":".repeat(5_000), "depth", "x"));
  }

  @ParameterizedTest
  @MethodSource("hostileRows")
  void hostileRowsAreToldWhatIsWrong(String json, String reason, String field) {
    Refused refused = catchThrowableOfType(Refused.class, () -> one(products, json));
    assertThat(refused).as("must be refused").isNotNull();
    assertThat(refused.code()).isEqualTo(Refused.Code.INVALID_INPUT);
    assertThat(refused).hasMessageContaining(reason);
    assertThat(refused.getMessage()).hasSizeLessThan(600).doesNotContain("StreamRead", "`", "java");
    assertThat(refused.field()).isEqualTo(field);
  }

  static Stream<Arguments> hostileBatches() {
    return Stream.of(
        arguments("", "The body is empty; expected a JSON array of rows", null),
        arguments("{}", "The body is an object; expected a JSON array of rows", null),
        arguments("[1]", "Field '[0]': must be a row", "[0]"),
        arguments("[{},null]", "Field '[1]': must be a row", "[1]"),
        arguments("[{},[]]", "must be a row", "[1]"),
        arguments("[{},{\"price\":\"x\"}]", "Field '[1].price'", "[1].price"),
        arguments("[{},{\"price\":[]}]", "not an array", "[1].price"),
        arguments("[{},{\"price\":nul}]", "not valid JSON", "[1].price"),
        arguments("[{},{\"price\":1,\"price\":1}]", "twice", "[1].price"),
        arguments("[{}", "not valid JSON", "[0]"),
        arguments("[{},]", "not valid JSON", "[1]"),
        arguments("[{}] []", "goes on after its end", null));
  }

  @ParameterizedTest
  @MethodSource("hostileBatches")
  void hostileBatchesAreToldWhichRow(String json, String reason, String field) {
    Refused refused = catchThrowableOfType(Refused.class, () -> batch(json));
    assertThat(refused).as("must be refused").isNotNull();
    assertThat(refused.code()).isEqualTo(Refused.Code.INVALID_INPUT);
    assertThat(refused).hasMessageContaining(reason);
    assertThat(refused.field()).isEqualTo(field);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xff, 0xc3, 0xfe, 0x80, 0xf8})
  void bytesThatAreNoUtf8AreRefused(int bad) {
    byte[] bytes = "{\"title\":\"a?(\"}".getBytes(StandardCharsets.UTF_8);
    bytes[11] = (byte) bad;
    Refused refused =
        catchThrowableOfType(
            Refused.class, () -> Asked.one(products, new ByteArrayInputStream(bytes)));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).isEqualTo(Refused.Code.INVALID_INPUT);
  }

  @Test
  void tooManyRowsAreTooLarge() {
    assertThat(batch("[{},{},{},{},{}]").get("rows").intValue()).isEqualTo(Asked.MOST_ROWS);
    Refused refused = catchThrowableOfType(Refused.class, () -> batch("[{},{},{},{},{},{}]"));
    assertThat(refused.code()).isEqualTo(Refused.Code.TOO_LARGE);
  }

  @Test
  void bodiesAreBoundedWhileTheyAreRead() {
    String row = "{\"title\":\"" + "x".repeat(100) + "\"}";
    assertThat(Asked.tree(bounded(row, row.length())).get("version").asText()).isEqualTo("7");
    assertThatThrownBy(() -> bounded(row, row.length() - 1))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.TOO_LARGE));
  }

  private RowAnswer bounded(String row, int largest) {
    return Asked.one(products, new BoundedBody(body(row), largest));
  }

  @Test
  void aBodyThatBreaksOffIsTheClientsFault() {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("connection reset");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatThrownBy(() -> Asked.one(products, broken))
        .isInstanceOf(Refused.class)
        .hasMessage("The body could not be read to its end");
  }

  /** Whatever bytes come, the answer is a prediction or a refusal. */
  @Test
  void mutilatedBodiesNeverBreakAnything() {
    byte[] whole =
        "[{\"title\":\"Ünï \\u00e9\",\"price\":1.5e3,\"x\":[{\"y\":null}]},{\"in_stock\":true}]"
            .getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(42);
    int refusals = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int flips = random.nextInt(1, 4); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
      int length = random.nextInt(4) == 0 ? random.nextInt(bytes.length) : bytes.length;
      try {
        Asked.together(products, new ByteArrayInputStream(bytes, 0, length));
      } catch (Refused e) {
        refusals++;
      }
    }
    assertThat(refusals).isBetween(1_000, 19_999);
  }
}
