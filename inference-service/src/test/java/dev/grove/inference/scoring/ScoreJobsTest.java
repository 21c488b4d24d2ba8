package dev.grove.inference.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.inference.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScoreJobsTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @TempDir Path directory;

  private ScoreJobs open(Instant now, int most, long disk) throws IOException {
    return new ScoreJobs(
        new ScoreFiles(directory),
        Clock.fixed(now, ZoneOffset.UTC),
        most,
        disk,
        Duration.ofHours(24));
  }

  private static ScoreJob job(String id) {
    ScoreRequest request = new ScoreRequest("d", "v", "default", null, List.of("a"), null);
    return new ScoreJob(
        id,
        ScoreState.QUEUED,
        "m",
        "1",
        request,
        10,
        0,
        0,
        NOW.toString(),
        null,
        null,
        null,
        null,
        null);
  }

  private static ScoreRun run() {
    return new ScoreRun(null, null, null, null);
  }

  /** Ends a job with a result of a hundred bytes. */
  private void finish(ScoreJobs jobs, String id) throws IOException {
    jobs.add(job(id));
    jobs.start(id, run());
    Files.write(directory.resolve(id + ".part"), new byte[100]);
    jobs.keepResult(id);
    jobs.end(id, ScoreState.SUCCEEDED, null);
  }

  @Test
  void aJobThatRanWhenTheProcessEndedIsFailed() throws IOException {
    ScoreJobs jobs = open(NOW, 10, 1_000);
    finish(jobs, "done");
    jobs.add(job("queued"));
    jobs.add(job("running"));
    jobs.start("running", run());
    Files.write(directory.resolve("running.part"), new byte[10]);

    ScoreJobs again = open(NOW, 10, 1_000);
    assertThat(again.find("done").orElseThrow().state()).isEqualTo(ScoreState.SUCCEEDED);
    assertThat(again.result("done")).isPresent();
    for (String id : List.of("queued", "running")) {
      ScoreJob failed = again.find(id).orElseThrow();
      assertThat(failed.state()).isEqualTo(ScoreState.FAILED);
      assertThat(failed.error()).contains("started again");
    }
    assertThat(directory.resolve("running.part")).doesNotExist();
    assertThat(open(NOW, 10, 1_000).find("running").orElseThrow().state())
        .isEqualTo(ScoreState.FAILED);
  }

  @Test
  void whatIsNoJobIsRemoved() throws IOException {
    finish(open(NOW, 10, 1_000), "good");
    Files.writeString(directory.resolve("bad.json"), "{");
    Files.writeString(directory.resolve("other.json"), "{\"id\":\"../good\"}");
    Files.writeString(directory.resolve("orphan.csv.gz"), "x");
    ScoreJobs jobs = open(NOW, 10, 1_000);
    assertThat(jobs.all()).extracting(ScoreJob::id).containsExactly("good");
    try (var files = Files.list(directory)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("good.json", "good.csv.gz");
    }
  }

  @Test
  void jobsAreForgottenAfterAWhile() throws IOException {
    finish(open(NOW, 10, 1_000), "old");
    ScoreJobs later = open(NOW.plus(Duration.ofHours(25)), 10, 1_000);
    later.expire();
    assertThat(later.all()).isEmpty();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void ofTooManyJobsTheOldestAreForgotten() throws IOException {
    ScoreJobs jobs = open(NOW, 2, 1_000);
    finish(jobs, "a");
    jobs.add(job("b"));
    jobs.add(job("c"));
    assertThat(jobs.find("a")).isEmpty();
    assertThatThrownBy(() -> jobs.add(job("d")))
        .isInstanceOfSatisfying(
            Refused.class, e -> assertThat(e.code()).isEqualTo(Refused.Code.BUSY));
  }

  @Test
  void oldResultsMakeRoom() throws IOException {
    ScoreJobs jobs = open(NOW, 10, 400);
    for (String id : List.of("a", "b", "c", "d")) {
      finish(jobs, id);
    }
    assertThat(jobs.room()).isEqualTo(100);
    assertThat(jobs.all()).hasSize(3);
  }

  @Test
  void aJobThatWaitsIsCancelledAtOnce() throws IOException {
    ScoreJobs jobs = open(NOW, 10, 1_000);
    jobs.add(job("a"));
    jobs.remove("a");
    assertThat(jobs.find("a").orElseThrow().state()).isEqualTo(ScoreState.CANCELLED);
    assertThat(jobs.start("a", run())).isEmpty();
  }
}
