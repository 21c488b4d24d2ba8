package dev.grove.inference.traffic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.bundle.Row;
import dev.grove.inference.Bundles;
import org.junit.jupiter.api.Test;

class ShadowQueueTest {
  private static ShadowRow row(int characters) {
    Row row = Bundles.products(1).input().newRow();
    row.setText(0, "x".repeat(characters));
    return new ShadowRow(null, row, null);
  }

  @Test
  void boundedInRows() throws Exception {
    ShadowQueue queue = new ShadowQueue(2, 1_000_000);
    assertThat(queue.offer(row(1))).isTrue();
    assertThat(queue.offer(row(1))).isTrue();
    assertThat(queue.isFull()).isTrue();
    assertThat(queue.offer(row(1))).isFalse();
    queue.take();
    assertThat(queue.offer(row(1))).isTrue();
    assertThat(queue.size()).isEqualTo(2);
  }

  @Test
  void boundedInBytes() throws Exception {
    ShadowQueue queue = new ShadowQueue(100, 50_000);
    assertThat(queue.offer(row(20_000))).isTrue();
    assertThat(queue.offer(row(20_000))).isFalse();
    assertThat(queue.isFull()).isFalse();
    queue.take();
    assertThat(queue.offer(row(20_000))).isTrue();
  }
}
