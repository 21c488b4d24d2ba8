package dev.grove.inference.predictionlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogWriterTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Waiting waiting = new Waiting(100, 1 << 20);
  private final LogMeters meters = new LogMeters(registry, waiting);
  private final Rows rows = Rows.products();
  private final List<LoggedRow> written = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile boolean away;
  private LogWriter writer;
  private Thread thread;

  /** A place that is away for a while, such as a full disk. */
  private final class Place implements Sink {
    @Override
    public void write(List<LoggedRow> rows) throws IOException {
      if (away) {
        // It took one before it went.
        written.add(rows.remove(0));
        throw new IOException("No space left on device");
      }
      written.addAll(rows);
    }

    @Override
    public void tick() {}

    @Override
    public void close() {
      closed.countDown();
    }
  }

  private void start(LogWriter.Opener opener) {
    writer =
        new LogWriter(waiting, opener, meters, Duration.ofMillis(20), Duration.ofMillis(100));
    thread = new Thread(writer);
    thread.start();
  }

  @AfterEach
  void stop() throws InterruptedException {
    writer.stop();
    thread.join(10_000);
    assertThat(thread.isAlive()).isFalse();
  }

  private void await(java.util.function.BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(5);
    }
  }

  private double count(String name) {
    return registry.get(name).counter().count();
  }

  @Test
  void writesWhatWaitsAndTheRestAtTheEnd() throws InterruptedException {
    start(Place::new);
    rows.logged(0, 50).forEach(row -> assertThat(waiting.offer(row)).isTrue());
    await(() -> written.size() == 50);
    rows.logged(50, 60).forEach(waiting::offer);
    writer.stop();
    assertThat(closed.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(written).hasSize(60);
    assertThat(count("grove.prediction.log.written")).isEqualTo(60);
    assertThat(count("grove.prediction.log.lost")).isZero();
  }

  @Test
  void whatCannotBeWrittenIsTriedAgainAndComesOnce() throws InterruptedException {
    away = true;
    start(Place::new);
    List<LoggedRow> all = rows.logged(0, 20);
    all.forEach(waiting::offer);
    await(() -> count("grove.prediction.log.failures") >= 3);
    away = false;
    await(() -> written.size() >= 20);
    assertThat(written).containsExactlyElementsOf(all);
    assertThat(count("grove.prediction.log.written")).isEqualTo(20);
  }

  @Test
  void whatCannotBeWrittenUntilTheEndIsCounted() throws InterruptedException {
    start(
        () -> {
          throw new IOException("not there");
        });
    rows.logged(0, 20).forEach(waiting::offer);
    await(() -> count("grove.prediction.log.failures") >= 2);
    writer.stop();
    thread.join(10_000);
    assertThat(count("grove.prediction.log.lost")).isEqualTo(20);
  }

  @Test
  void nobodyWaitsForRoom() {
    start(
        () -> {
          throw new IOException("not there");
        });
    int taken = 0;
    for (LoggedRow row : rows.logged(0, 2_000)) {
      taken += waiting.offer(row) ? 1 : 0;
    }
    // One batch may have been taken out before the place was found to be away.
    assertThat(taken).isBetween(100, 700);
    assertThat(waiting.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void weightIsBoundedToo() {
    start(Place::new);
    Waiting light = new Waiting(100, 1_500);
    List<LoggedRow> all = rows.logged(0, 10);
    assertThat(all.stream().filter(light::offer).count()).isEqualTo(2);
    List<LoggedRow> taken = new ArrayList<>();
    light.drainTo(taken, 1);
    assertThat(taken).containsExactly(all.get(0));
    assertThat(light.offer(all.get(5))).isTrue();
  }
}
