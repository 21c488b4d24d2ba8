package dev.grove.inference.observability;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.inference.StoredModels;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.enterprise.inject.Alternative;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Traces and the access log, where they are on. */
@QuarkusTest
@TestProfile(TracesTest.TracesOn.class)
@QuarkusTestResource(value = StoredModels.class, restrictToAnnotatedClass = true)
class TracesTest {
  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

  public static final class TracesOn implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "quarkus.otel.sdk.disabled", "false",
          "quarkus.otel.traces.exporter", "cdi",
          "quarkus.otel.bsp.schedule.delay", "100ms",
          "quarkus.http.access-log.enabled", "true");
    }

    @Override
    public Set<Class<?>> getEnabledAlternatives() {
      return Set.of(Spans.class);
    }
  }

  /** Keeps spans where a collector would. */
  @Alternative
  @Singleton
  public static final class Spans implements SpanExporter {
    private final ConcurrentLinkedQueue<SpanData> all = new ConcurrentLinkedQueue<>();

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
      all.addAll(spans);
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode flush() {
      return CompletableResultCode.ofSuccess();
    }

    @Override
    public CompletableResultCode shutdown() {
      return CompletableResultCode.ofSuccess();
    }
  }

  @Inject Spans spans;

  private SpanData spanOf(String trace) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (true) {
      for (SpanData span : spans.all) {
        if (span.getTraceId().equals(trace)) {
          return span;
        }
      }
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(20);
    }
  }

  @Test
  void aClientsTraceGoesOnWithTheModelThatAnswered() throws InterruptedException {
    given()
        .contentType("application/json")
        .header("traceparent", "00-" + TRACE + "-b7ad6b7169203331-01")
        .body("{\"price\":1}")
        .post("/models/labels/predict")
        .then()
        .statusCode(200);
    SpanData span = spanOf(TRACE);
    assertThat(span.getParentSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(span.getName()).contains("predict");
    assertThat(text(span, "grove.model")).isEqualTo("labels");
    assertThat(text(span, "grove.version")).isEqualTo("1");
    assertThat(text(span, "grove.served_by")).isEqualTo("model");
    assertThat(text(span, "grove.lane")).isEqualTo("rows");
    assertThat(span.getEvents().stream().map(EventData::getName))
        .containsExactly("admitted", "scored");
  }

  private static String text(SpanData span, String name) {
    return span.getAttributes().get(AttributeKey.stringKey(name));
  }

  @Test
  void theAccessLogHasTheRequestsId() throws InterruptedException {
    ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(line.getMessage());
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger log = Logger.getLogger("io.quarkus.http.access-log");
    log.addHandler(handler);
    try {
      given().header("X-Request-Id", "not-logged").get("/q/health/live").then().statusCode(200);
      given()
          .contentType("application/json")
          .header("X-Request-Id", "logged-1")
          .body("{}")
          .post("/predict")
          .then()
          .statusCode(200);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
      while (lines.isEmpty()) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(20);
      }
    } finally {
      log.removeHandler(handler);
    }
    assertThat(lines)
        .hasSize(1)
        .allMatch(l -> l.matches(".* \"POST /predict HTTP/1.1\" 200 \\d+ \\d+ \"logged-1\""));
  }
}
