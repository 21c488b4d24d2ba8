package dev.grove.local.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The registry, its PostgreSQL and the disk are taken away while clients predict: none of them
 * notices, and once all is back, the next promotion is served.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OutagesUnderLoadIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final int REQUESTS = 200;

  private ServingStack stack;
  private Promoter promoter;
  private PredictLoad load;

  @BeforeAll
  void start() throws Exception {
    stack = ServingStack.start("outages-under-load");
    promoter = stack.promoter("telling");
    TellingModel first = promoter.publish();
    promoter.promote(first);
    Served.await(stack, first, LIMIT);
  }

  @AfterAll
  void stop() throws Exception {
    stack.close();
  }

  @BeforeEach
  void ask() throws Exception {
    load = new PredictLoad(stack.inference().uri("/"));
    load.awaitMore(REQUESTS);
  }

  @AfterEach
  void stopAsking() {
    load.close();
  }

  private void assertPromotionIsServed() throws Exception {
    TellingModel next = promoter.publish();
    promoter.promote(next);
    load.awaitVersion(next, LIMIT);
    load.awaitMore(REQUESTS);
    assertThat(load.stop()).isGreaterThan(REQUESTS);
  }

  @Test
  void theRegistryIsKilled() throws Exception {
    stack.killRegistry();
    load.awaitMore(REQUESTS);
    // Longer than the pause between two attempts to reach it.
    Thread.sleep(2_000);
    load.awaitMore(REQUESTS);
    stack.startRegistry();

    assertPromotionIsServed();
  }

  @Test
  void postgresIsKilled() throws Exception {
    stack.killPostgres();
    load.awaitMore(REQUESTS);
    Thread.sleep(2_000);
    load.awaitMore(REQUESTS);
    stack.startPostgres();

    assertPromotionIsServed();
  }

  /** As a volume that went away, or one that nothing can be written to. */
  @Test
  void theServingDirectoryIsNoDirectoryForAWhile() throws Exception {
    Path served = stack.served();
    Path aside = served.resolveSibling("serving-aside");
    Files.move(served, aside);
    Files.writeString(served, "no directory");

    TellingModel missed = promoteInVain();
    Files.delete(served);
    Files.move(aside, served);

    load.awaitVersion(missed, LIMIT);
    assertPromotionIsServed();
  }

  @Test
  void theServingDirectoryIsDeleted() throws Exception {
    ServingStack.delete(stack.served());
    load.awaitMore(REQUESTS);

    assertPromotionIsServed();
  }

  /** As on a full disk: files come to an end after some bytes. */
  @Test
  void nothingCanBeWrittenForAWhile() throws Exception {
    assumeTrue(limitFiles("10:unlimited"), "prlimit is missing: not tested");

    TellingModel missed = promoteInVain();
    limitFiles("unlimited:unlimited");

    load.awaitVersion(missed, LIMIT);
    assertPromotionIsServed();
  }

  /** Promotes a version that cannot be served; those before it go on answering. */
  private TellingModel promoteInVain() throws Exception {
    TellingModel next = promoter.publish();
    promoter.promote(next);
    load.awaitMore(REQUESTS);
    Thread.sleep(2_000);
    load.awaitMore(REQUESTS);
    assertThat(load.hasSeen(next)).isFalse();
    return next;
  }

  /**
   * How long a file may be that the service writes; its limits are an ordinary user's to change.
   */
  private boolean limitFiles(String bytes) throws IOException, InterruptedException {
    try {
      return new ProcessBuilder("prlimit", "--pid=" + stack.inference().pid(), "--fsize=" + bytes)
              .inheritIO()
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }
}
