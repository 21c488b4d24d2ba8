package dev.grove.inference.predictionlog;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Predictions as records of a topic: the key is the model's name, the value a line of JSON. A
 * record whose acknowledgement was lost is sent again, so that one may come twice, but none is
 * passed over, unless it is longer than the producer or the topic allows.
 */
final class KafkaSink implements Sink {
  private static final Duration LAST = Duration.ofSeconds(5);

  private final Producer<byte[], byte[]> producer;
  private final String topic;
  private long refused;

  private KafkaSink(Producer<byte[], byte[]> producer, String topic) {
    this.producer = producer;
    this.topic = topic;
  }

  static KafkaSink connect(PredictionLogConfig.Kafka config) {
    Map<String, Object> properties = new HashMap<>();
    properties.put(ProducerConfig.CLIENT_ID_CONFIG, "grove-prediction-log");
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    // In plain Java, unlike the other codecs.
    properties.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "gzip");
    properties.put(ProducerConfig.LINGER_MS_CONFIG, 5);
    properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
    properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, 15_000);
    properties.putAll(config.properties());
    properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, config.bootstrapServers());
    return new KafkaSink(
        new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer()),
        config.topic());
  }

  @Override
  public void write(List<LoggedRow> rows) throws IOException {
    List<Future<RecordMetadata>> sent = send(rows);
    producer.flush();
    List<LoggedRow> failed = new ArrayList<>();
    Throwable cause = null;
    for (int i = 0; i < sent.size(); i++) {
      try {
        sent.get(i).get();
      } catch (ExecutionException e) {
        if (isForEver(e.getCause())) {
          refused++;
        } else {
          failed.add(rows.get(i));
          cause = e.getCause();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IOException("Interrupted while a topic was written to", e);
      }
    }
    if (cause != null) {
      failed.addAll(rows.subList(sent.size(), rows.size()));
      rows.clear();
      rows.addAll(failed);
      throw new IOException("The topic " + topic + " cannot be written to: " + cause, cause);
    }
  }

  /**
   * Sends the rows until one cannot be sent. Without a broker each would wait for it, for as long
   * as the first did.
   *
   * @return of each row that was tried, what becomes of it
   */
  private List<Future<RecordMetadata>> send(List<LoggedRow> rows) {
    List<Future<RecordMetadata>> sent = new ArrayList<>(rows.size());
    AtomicBoolean failing = new AtomicBoolean();
    for (LoggedRow row : rows) {
      if (failing.get()) {
        break;
      }
      byte[] key = row.model().getBytes(StandardCharsets.UTF_8);
      sent.add(
          producer.send(
              new ProducerRecord<>(topic, key, JsonLines.line(row)),
              (metadata, failure) -> {
                if (failure != null && !isForEver(failure)) {
                  failing.set(true);
                }
              }));
    }
    return sent;
  }

  /** Whether the row is to blame, and not the broker: another time it would fail again. */
  private static boolean isForEver(Throwable failure) {
    return failure instanceof RecordTooLargeException;
  }

  @Override
  public long refused() {
    return refused;
  }

  @Override
  public void tick() {
    // The producer looks after itself.
  }

  @Override
  public void close() {
    producer.close(LAST);
  }
}
