package dev.grove.inference.predictionlog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a real broker, whose libraries have to be fetched: see CONTRIBUTING.md. */
class KafkaSinkTest {
  private static final String TOPIC = "grove.predictions";

  @TempDir Path directory;

  private static PredictionLogConfig.Kafka config(String address) {
    Map<String, String> properties =
        Map.of(
            "grove.prediction-log.kafka.bootstrap-servers", address,
            "grove.prediction-log.kafka.properties.\"max.block.ms\"", "2000",
            "grove.prediction-log.kafka.properties.\"request.timeout.ms\"", "1000",
            "grove.prediction-log.kafka.properties.\"delivery.timeout.ms\"", "3000");
    return new SmallRyeConfigBuilder()
        .addDiscoveredConverters()
        .withMapping(PredictionLogConfig.class)
        .withSources(new PropertiesConfigSource(properties, "test", 100))
        .build()
        .getConfigMapping(PredictionLogConfig.class)
        .kafka();
  }

  private static Set<String> titles(String address, int expected) throws IOException {
    Set<String> titles = new TreeSet<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of(
                "bootstrap.servers", address, "group.id", "test", "auto.offset.reset", "earliest"),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.subscribe(List.of(TOPIC));
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (titles.size() < expected && System.nanoTime() < end) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
          assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo("products");
          titles.add(new ObjectMapper().readTree(record.value()).at("/inputs/title").asText());
        }
      }
    }
    return titles;
  }

  @Test
  void nothingIsPassedOverWhileTheBrokerIsAway() throws Exception {
    assumeTrue(Broker.isThere(), "Kafka's broker is not in inference-service/target/kafka");
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Waiting waiting = new Waiting(10_000, 1 << 30);
    LogMeters meters = new LogMeters(registry, waiting);
    Rows rows = Rows.products();
    try (Broker broker = Broker.start(directory)) {
      LogWriter writer =
          new LogWriter(
              waiting,
              () -> KafkaSink.connect(config(broker.address())),
              meters,
              Duration.ofMillis(100),
              Duration.ofMillis(500));
      Thread thread = new Thread(writer);
      thread.start();
      waiting.offer(rows.logged("too long for a record".repeat(100_000), "1"));
      rows.logged(0, 1_000).forEach(waiting::offer);
      awaitWritten(registry, 1_000);
      assertThat(registry.get("grove.prediction.log.failures").counter().count()).isZero();
      broker.kill();
      rows.logged(1_000, 1_500).forEach(waiting::offer);
      long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
      while (registry.get("grove.prediction.log.failures").counter().count() < 1) {
        assertThat(System.nanoTime()).isLessThan(end);
        Thread.sleep(50);
      }
      broker.start();
      awaitWritten(registry, 1_500);
      writer.stop();
      thread.join(30_000);
      assertThat(thread.isAlive()).isFalse();
      assertThat(titles(broker.address(), 1_500)).hasSize(1_500);
    }
    assertThat(registry.get("grove.prediction.log.lost").counter().count())
        .as("the one that is too long")
        .isEqualTo(1);
  }

  private static void awaitWritten(SimpleMeterRegistry registry, int rows)
      throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
    while (registry.get("grove.prediction.log.written").counter().count() < rows) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(50);
    }
  }
}
