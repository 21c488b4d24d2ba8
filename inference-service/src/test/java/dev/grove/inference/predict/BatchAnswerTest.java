package dev.grove.inference.predict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import dev.grove.inference.Bundles;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.ServedModel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {
  private static final PredictOptions REPORT = PredictOptions.NONE;
  private static final PredictOptions TOGETHER = new PredictOptions(0, false, false, true);
  private static final int LONG = 1 << 20;

  private final ServedModel products =
      new ServedModel(
          new PromotedVersion("m", "champion", "7", Instant.EPOCH),
          "digest",
          Bundles.products(1),
          Instant.EPOCH);

  private Asked.Batch batch(String body, PredictOptions options, int rows, int held) {
    return new Asked.Batch(products, Asked.body(body), options, Asked.bounds(rows, held));
  }

  private JsonNode reported(String body) {
    return Asked.tree(batch(body, REPORT, 1_000, LONG).all());
  }

  private List<JsonNode> lines(String body) {
    String answer =
        new String(
            new Asked.Batch(
                    products, Asked.body(body), REPORT, Asked.bounds(1_000, LONG), true)
                .all(),
            StandardCharsets.UTF_8);
    assertThat(answer).endsWith("\n");
    return answer.lines().map(line -> Asked.tree(line.getBytes(StandardCharsets.UTF_8))).toList();
  }

  private static String rows(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"price\":" + i + ",\"x\":1}")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Test
  void badRowsAreReportedInTheirPlaces() {
    JsonNode answer =
        reported(
            "[{\"price\":1},{\"price\":\"cheap\",\"title\":[1,{\"a\":2}]},7,[{\"price\":1}],"
                + "{\"price\":1,\"price\":{\"b\":1}},null,{\"price\":1}]");
    JsonNode predictions = answer.get("predictions");
    assertThat(predictions).hasSize(7);
    assertThat(predictions.at("/6")).isEqualTo(predictions.at("/0"));
    assertThat(predictions.at("/1").toString())
        .isEqualTo(
            "{\"error\":{\"field\":\"price\",\"detail\":\"Field 'price': 'cheap' is not a finite number\"},"
                + "\"index\":1}");
    assertThat(predictions.at("/2").toString())
        .isEqualTo(
            "{\"error\":{\"detail\":\"The row must be a row, a JSON object\"},\"index\":2}");
    assertThat(predictions.at("/3/error/detail").asText()).contains("JSON object");
    assertThat(predictions.at("/4/error/detail").asText()).contains("stands there twice");
    assertThat(predictions.at("/5/index").intValue()).isEqualTo(5);
    assertThat(answer.get("rows").intValue()).isEqualTo(7);
    assertThat(answer.get("failed").intValue()).isEqualTo(5);
    assertThat(answer.get("complete").booleanValue()).isTrue();
  }

  @Test
  void aBadRowFailsABatchThatStandsTogether() {
    Refused refused =
        catchThrowableOfType(
            Refused.class,
            () -> batch("[{},{\"price\":\"x\"}]", TOGETHER, 9, LONG).all());
    assertThat(refused.field()).isEqualTo("[1].price");
  }

  /** The block's borders, and both sides of the answer that is held, must not show. */
  @ParameterizedTest
  @ValueSource(ints = {1, 63, 64, 65, 128, 129, 640})
  void streamedAnswersAreTheSame(int count) {
    Asked.Batch held = batch(rows(count), REPORT, 1_000, LONG);
    Asked.Batch streamed = batch(rows(count), REPORT, 1_000, 500);
    byte[] whole = held.all();
    assertThat(streamed.all()).isEqualTo(whole);
    assertThat(held.streamed()).isFalse();
    assertThat(streamed.streamed()).isEqualTo(count >= 64);
    JsonNode answer = Asked.tree(whole);
    assertThat(answer.get("predictions")).hasSize(count);
    assertThat(answer.at("/unknownFields/0").asText()).isEqualTo("x");
    for (int i = 0; i < count; i++) {
      assertThat(answer.get("predictions").get(i))
          .isEqualTo(Asked.tree(Asked.one(products, Asked.body("{\"price\":" + i + "}"))));
    }
  }

  @Test
  void whatBreaksAStreamedBatchStandsInItsPlace() {
    String broken = rows(300).replaceFirst("]$", ",{\"price\":nul}]");
    Asked.Batch batch = batch(broken, REPORT, 1_000, 500);
    JsonNode answer = Asked.tree(batch.all());
    assertThat(batch.streamed()).isTrue();
    assertThat(answer.get("predictions")).hasSize(301);
    JsonNode last = answer.at("/predictions/300");
    assertThat(last.at("/error/status").intValue()).isEqualTo(400);
    assertThat(last.at("/error/field").asText()).isEqualTo("[300].price");
    assertThat(last.at("/error/detail").asText()).contains("not valid JSON");
    assertThat(last.get("index").intValue()).isEqualTo(300);
    assertThat(answer.get("rows").intValue()).isEqualTo(300);
    assertThat(answer.get("complete").booleanValue()).isFalse();
    assertThat(
            catchThrowableOfType(
                    Refused.class, () -> batch(broken, REPORT, 1_000, LONG).all())
                .field())
        .isEqualTo("[300].price");
  }

  @Test
  void tooManyRowsOfAStreamedBatchAreToldToo() {
    JsonNode answer = Asked.tree(batch(rows(300), REPORT, 200, 500).all());
    assertThat(answer.get("predictions")).hasSize(201);
    assertThat(answer.at("/predictions/200/error/status").intValue()).isEqualTo(413);
    assertThat(answer.get("rows").intValue()).isEqualTo(200);
    assertThat(batch(rows(200), REPORT, 200, 500).all()).isNotEmpty();
  }

  @Test
  void whatStandsTogetherIsHeldAndBounded() {
    BatchBounds bounds = new BatchBounds(1_000, 500, 20_000);
    Asked.Batch small =
        new Asked.Batch(products, Asked.body(rows(70)), TOGETHER, bounds);
    small.all();
    assertThat(small.streamed()).isFalse();
    Refused refused =
        catchThrowableOfType(
            Refused.class,
            () -> new Asked.Batch(products, Asked.body(rows(900)), TOGETHER, bounds).all());
    assertThat(refused.code()).isEqualTo(Refused.Code.TOO_LARGE);
    assertThat(refused).hasMessageContaining("onError=report");
  }

  @Test
  void aLineSpoilsItselfAlone() {
    List<JsonNode> answers =
        lines(
            "{\"price\":1}\r\n\n  \t\n{\"price\":\n{\"price\":1}{}\n[]\n{\"price\":[1]}\n"
                + "{\"title\":\""
                + "x".repeat(2_000)
                + "\"}\n\u0000\n{\"price\":1}");
    assertThat(answers).hasSize(9);
    assertThat(answers.get(7)).isEqualTo(answers.get(0));
    assertThat(answers.get(0).get("category")).isNotNull();
    assertThat(answers.get(1).at("/error/detail").asText()).contains("not valid JSON");
    assertThat(answers.get(1).at("/error/field").asText()).isEqualTo("price");
    assertThat(answers.get(2).at("/error/detail").asText()).contains("goes on after its end");
    assertThat(answers.get(3).at("/error/detail").asText()).contains("a JSON object");
    assertThat(answers.get(4).at("/error/detail").asText()).contains("not an array");
    assertThat(answers.get(5).at("/error/detail").asText()).contains("more than 1024 bytes");
    assertThat(answers.get(6).at("/error/detail").asText()).contains("not valid JSON");
    for (int i = 1; i < 7; i++) {
      assertThat(answers.get(i).get("index").intValue()).isEqualTo(i);
    }
    assertThat(answers.get(8).toString())
        .isEqualTo("{\"end\":{\"rows\":8,\"failed\":6,\"complete\":true}}");
  }

  /** A block fails as a whole; then each of its rows is asked for by itself. */
  @Test
  void aModelThatThrowsGivesWayInBatchesToo() {
    ServedModel broken =
        new ServedModel(
            new PromotedVersion("m", "champion", "8", Instant.EPOCH),
            "digest",
            Bundles.thatThrows(Bundles.withFallback(Bundles.products(1), 9)),
            Instant.EPOCH);
    JsonNode answer =
        Asked.tree(
            new Asked.Batch(broken, Asked.body(rows(70)), REPORT, Asked.bounds(100, LONG)).all());
    assertThat(answer.get("predictions")).hasSize(70);
    assertThat(answer.get("predictions").findValuesAsText("servedBy"))
        .hasSize(70)
        .containsOnly("fallback");
    assertThat(answer.get("failed").intValue()).isZero();
  }

  @Test
  void noLinesAreNoRows() {
    for (String nothing : new String[] {"", "\n", "  ", "\r\n\r\n"}) {
      assertThat(lines(nothing)).singleElement().asString().contains("\"rows\":0");
    }
  }
}
