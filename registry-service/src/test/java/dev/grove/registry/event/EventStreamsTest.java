package dev.grove.registry.event;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import dev.grove.local.postgres.PostgresTestResource;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.Statements;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(PostgresTestResource.class)
class EventStreamsTest {
  @Inject EventLog log;
  @Inject EventStore store;
  @Inject Database database;
  @Inject MeterRegistry meters;

  private final String model = "streamed-" + UUID.randomUUID();

  private void append(String name, Object value) {
    append(EventType.MODEL_VERSION_CREATED, name, value);
  }

  private void append(EventType type, String name, Object value) {
    database.transaction(
        connection -> {
          log.append(connection, type, name, Map.of("value", value));
          return null;
        });
  }

  private Response list(String query) {
    return given().accept("application/json").get("/events" + query);
  }

  private long cut(String why) {
    return meters.find("grove.events.watchers.cut").tag("why", why).counters().stream()
        .mapToLong(counter -> (long) counter.count())
        .sum();
  }

  @Test
  void eventsComeAtOnceAndInOrder() throws IOException {
    try (Stream stream = Stream.open("?after=latest&model=" + model)) {
      assertThat(stream.status).isEqualTo("HTTP/1.1 200 OK");
      assertThat(stream.headers)
          .containsEntry("content-type", "text/event-stream")
          .containsEntry("cache-control", "no-store");
      Stream.Message opening = stream.next();
      assertThat(opening.fields()).containsEntry("retry", "1000").containsKey("id");

      long start = System.nanoTime();
      append(model, "first");
      Stream.Message first = stream.nextEvent();
      assertThat(System.nanoTime() - start).as("nanoseconds").isLessThan(1_000_000_000L);
      append("another", "unwanted");
      append(model, "line\nbreak \u2028 ünïcode");
      Stream.Message second = stream.nextEvent();

      assertThat(first.event()).isEqualTo("model_version.created");
      JsonPath json = new JsonPath(first.data());
      assertThat(json.getLong("position")).isEqualTo(Long.parseLong(first.id()));
      assertThat(json.getString("model")).isEqualTo(model);
      assertThat(json.getString("type")).isEqualTo("model_version.created");
      assertThat(json.getString("occurredAt")).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
      assertThat(json.getString("data.value")).isEqualTo("first");
      assertThat(Long.parseLong(first.id())).isGreaterThan(Long.parseLong(opening.id()));
      assertThat(Long.parseLong(second.id())).isGreaterThan(Long.parseLong(first.id()) + 1);
      assertThat(new JsonPath(second.data()).getString("data.value"))
          .isEqualTo("line\nbreak \u2028 ünïcode");
    }
  }

  @Test
  void aClientThatComesAgainMissesNothing() throws IOException {
    String position;
    try (Stream stream = Stream.open("?after=latest&model=" + model)) {
      position = stream.next().id();
    }
    for (int i = 0; i < 100; i++) {
      append(model, i);
    }
    List<String> values = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      String[] again = {"Last-Event-ID: " + position};
      try (Stream stream = Stream.open("?after=0&model=" + model, again)) {
        for (int j = 0; j < 25; j++) {
          Stream.Message message = stream.nextEvent();
          values.add(new JsonPath(message.data()).getString("data.value"));
          position = message.id();
        }
      }
    }
    assertThat(values).hasSize(100).doesNotHaveDuplicates().startsWith("0", "1").endsWith("99");
  }

  @Test
  void whatMemoryNoLongerHoldsComesFromTheDatabase() throws IOException {
    append(model, "oldest");
    awaitPositions();
    long before = store.head().last();
    for (int i = 0; i < 1_200; i++) {
      append(model + "-noise", i);
    }
    append(model, "newest");
    try (Stream stream = Stream.open("?after=0&model=" + model)) {
      assertThat(new JsonPath(stream.nextEvent().data()).getString("data.value"))
          .isEqualTo("oldest");
      assertThat(new JsonPath(stream.nextEvent().data()).getString("data.value"))
          .isEqualTo("newest");
    }
    try (Stream all = Stream.open("?after=" + before)) {
      for (int i = 0; i < 1_200; i++) {
        all.nextEvent();
      }
      append(model, "after that");
      assertThat(all.nextEvent().data()).contains("newest");
      assertThat(all.nextEvent().data()).contains("after that");
    }
  }

  @Test
  void silenceIsBrokenByCommentsThatMoveThePosition() throws IOException {
    try (Stream stream = Stream.open("?after=latest&type=promotion.decided")) {
      String start = stream.next().id();
      append(model, "unwanted");
      Stream.Message beat = stream.next();
      assertThat(beat.fields()).containsEntry("", "still here");
      assertThat(Long.parseLong(beat.id())).isGreaterThan(Long.parseLong(start));
      Stream.Message next = stream.next();
      assertThat(next.fields()).containsEntry("", "still here");

      append(EventType.PROMOTION_DECIDED, model, "wanted");
      assertThat(stream.nextEvent().event()).isEqualTo("promotion.decided");
    }
  }

  @Test
  void aClientThatDoesNotReadIsCutOff() throws Exception {
    long before = cut("slow");
    String large = "x".repeat(100_000);
    try (Socket slow = Stream.ask("127.0.0.1", "?after=latest&model=" + model);
        Stream quick = Stream.open("?after=latest&model=" + model)) {
      slow.getInputStream().readNBytes(20);
      for (int i = 0; i < 150; i++) {
        append(model, large);
        assertThat(quick.nextEvent().data().length()).isGreaterThan(100_000);
      }
      long deadline = System.nanoTime() + 15_000_000_000L;
      while (cut("slow") == before && System.nanoTime() < deadline) {
        Thread.sleep(50);
      }
      assertThat(cut("slow")).isEqualTo(before + 1);
      append(model, "still read by the quick one");
      assertThat(quick.nextEvent().data().contains("still read")).isTrue();
      assertThat(rest(slow)).as("what was on its way, and no more").isLessThan(15_000_000);
    }
  }

  private static long rest(Socket socket) {
    long bytes = 0;
    byte[] buffer = new byte[65_536];
    try (InputStream in = socket.getInputStream()) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        bytes += read;
      }
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("reset");
    }
    return bytes;
  }

  @Test
  void thereAreOnlySoManyStreams() throws Exception {
    awaitWatchers(0);
    List<Stream> open = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        open.add(Stream.open("?after=latest"));
      }
      try (Stream tooManyOfOne = Stream.open("?after=latest")) {
        assertThat(tooManyOfOne.status).contains(" 429 ");
        assertThat(tooManyOfOne.headers)
            .containsEntry("retry-after", "5")
            .containsEntry("content-type", "application/problem+json");
      }
      for (int i = 0; i < 4; i++) {
        open.add(Stream.openFrom("127.0.0.2", "?after=latest"));
      }
      try (Stream tooMany = Stream.openFrom("127.0.0.3", "?after=latest")) {
        assertThat(tooMany.status).contains(" 503 ");
      }
      assertThat(meters.get("grove.events.watchers").gauge().value()).isEqualTo(12);
      list("?after=latest").then().statusCode(200);
    } finally {
      for (Stream stream : open) {
        stream.close();
      }
    }
    awaitWatchers(0);
    try (Stream again = Stream.open("?after=latest")) {
      assertThat(again.status).contains(" 200 ");
    }
  }

  private void awaitWatchers(int count) throws InterruptedException {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (meters.get("grove.events.watchers").gauge().value() != count) {
      assertThat(System.nanoTime())
          .as("%s streams", meters.get("grove.events.watchers").gauge().value())
          .isLessThan(deadline);
      Thread.sleep(20);
    }
  }

  @Test
  void pagesOfJson() {
    long start = store.head().last();
    for (int i = 0; i < 5; i++) {
      append(model, i);
    }
    awaitPositions();
    Response first = list("?after=" + start + "&limit=3&model=" + model);
    first
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body("items.data.value", equalTo(List.of(0, 1, 2)))
        .body("items[0].type", equalTo("model_version.created"))
        .body("items[0].model", equalTo(model))
        .body("more", equalTo(true));
    long next = first.jsonPath().getLong("nextPosition");
    list("?after=" + next + "&limit=3&model=" + model + "&model=other")
        .then()
        .body("items.data.value", equalTo(List.of(3, 4)))
        .body("more", equalTo(false));
    list("?after=latest").then().body("items", equalTo(List.of()));
    list("?limit=1").then().statusCode(200).body("items.size()", equalTo(1));
    given()
        .accept("application/json")
        .header("Last-Event-ID", next)
        .get("/events?model=" + model)
        .then()
        .body("items.data.value", equalTo(List.of(3, 4)));
  }

  private void awaitPositions() {
    while (store.head().waiting()) {
      Thread.onSpinWait();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "?after=x, after",
    "?after=-1, after",
    "?after=99999999999999999999, after",
    "?after=999999999999999999, after",
    "?type=model.created, type",
    "?model=%00, model"
  })
  void badQueriesAreRefusedWithTheField(String query, String field) throws IOException {
    given()
        .urlEncodingEnabled(false)
        .accept("application/json")
        .get("/events" + query)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body("field", equalTo(field))
        .body("detail", containsString(field));
    try (Stream stream = Stream.open(query)) {
      assertThat(stream.status).contains(" 400 ");
      assertThat(stream.headers).containsEntry("content-type", "application/problem+json");
    }
  }

  @Test
  void furtherBadQueries() throws IOException {
    list("?limit=0").then().statusCode(400).body("field", equalTo("limit"));
    list("?limit=1001").then().statusCode(400).body("field", equalTo("limit"));
    list("?" + "model=a&".repeat(101)).then().statusCode(400).body("field", equalTo("model"));
    try (Stream stream = Stream.open("", "Last-Event-ID: abc")) {
      assertThat(stream.status).contains(" 400 ");
    }
    try (Stream stream = Stream.open("?model=%zz")) {
      assertThat(stream.status).contains(" 400 ");
    }
  }

  @Test
  void aPositionThatIsGoneIsSaidToBe() throws IOException {
    append(model, "to be dropped");
    awaitPositions();
    EventHead head = store.head();
    database.run(
        connection ->
            Statements.change(
                connection, "update registry.event_head set dropped_position = ?", head.last()));
    try {
      list("?after=" + (head.last() - 1))
          .then()
          .statusCode(410)
          .contentType("application/problem+json")
          .body("field", equalTo("after"))
          .body("oldest", equalTo((int) head.last()));
      try (Stream stream = Stream.open("", "Last-Event-ID: 0")) {
        assertThat(stream.status).contains(" 410 ");
      }
      try (Stream stream = Stream.open("")) {
        assertThat(stream.status).contains(" 200 ");
        assertThat(stream.next().id()).isEqualTo(Long.toString(head.last()));
      }
    } finally {
      database.run(
          connection ->
              Statements.change(connection, "update registry.event_head set dropped_position = 0"));
    }
  }

  @Test
  void othersThanEventsAreNotServed() {
    given().post("/events").then().statusCode(405);
    assertThatThrownBy(() -> EventQuery.limit("many")).hasMessageContaining("limit");
  }
}
