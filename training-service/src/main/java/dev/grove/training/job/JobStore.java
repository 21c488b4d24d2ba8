package dev.grove.training.job;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;

/** Jobs as clients see them: accepted, listed, looked at, cancelled. */
@ApplicationScoped
class JobStore {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Sql sql;
  private final Clock clock;

  JobStore(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /**
   * Queues a job. Of several submissions with one key, however close together, one makes a job and
   * the others get that.
   *
   * @throws KeyReused if the key came with another body before
   */
  TrainingJob submit(Submission submission) {
    byte[] random = new byte[16];
    RANDOM.nextBytes(random);
    Optional<TrainingJob> made =
        sql.queryOne(
            "INSERT INTO training.job"
                + " (id, state, spec, request_id, idempotency_key, body_sha256, created_at, ready_at)"
                + " VALUES (?, 'queued', ?::jsonb, ?, ?, ?, ?, ?)"
                + " ON CONFLICT (idempotency_key) DO NOTHING RETURNING "
                + JobRows.COLUMNS,
            JobRows::read,
            HexFormat.of().formatHex(random),
            JobRows.json(submission.spec()),
            submission.requestId(),
            submission.idempotencyKey(),
            submission.bodySha256(),
            clock.instant(),
            clock.instant());
    return made.orElseGet(
        () -> findByKey(submission.idempotencyKey(), submission.bodySha256()).orElseThrow());
  }

  /**
   * The job that the key made before.
   *
   * @throws KeyReused if that was with another body
   */
  Optional<TrainingJob> findByKey(String idempotencyKey, String bodySha256) {
    Optional<TrainingJob> job =
        sql.queryOne(
            "SELECT " + JobRows.COLUMNS + " FROM training.job WHERE idempotency_key = ?",
            JobRows::read,
            idempotencyKey);
    if (job.isPresent()
        && sql.query(
                "SELECT 1 FROM training.job WHERE id = ? AND body_sha256 = ?",
                row -> 1,
                job.get().id(),
                bodySha256)
            .isEmpty()) {
      throw new KeyReused();
    }
    return job;
  }

  Optional<TrainingJob> find(String id) {
    return sql.queryOne(
        "SELECT " + JobRows.COLUMNS + " FROM training.job WHERE id = ?", JobRows::read, id);
  }

  /**
   * Jobs, the newest first.
   *
   * @param before the place that all of them lie before
   */
  List<TrainingJob> list(long before, int limit) {
    return sql.query(
        "SELECT "
            + JobRows.COLUMNS
            + " FROM training.job WHERE place < ? ORDER BY place DESC LIMIT ?",
        JobRows::read,
        before,
        limit);
  }

  /**
   * Ends a job that nobody works on at once, and asks the owner of one that somebody does. A job
   * that is final stays as it is.
   */
  void cancel(String id) {
    int ended =
        sql.update(
            "UPDATE training.job SET state = 'cancelled', finished_at = ?,"
                + " cancel_requested = true, unpublished = started_at IS NOT NULL, ready_at = ?"
                + " WHERE id = ? AND state IN ('queued', 'publishing') AND owner IS NULL",
            clock.instant(),
            clock.instant(),
            id);
    if (ended == 0) {
      sql.update(
          "UPDATE training.job SET cancel_requested = true"
              + " WHERE id = ? AND state IN ('queued', 'running', 'publishing')",
          id);
    }
  }

  /** How many jobs wait for a worker. */
  int queued() {
    return sql.queryOne(
            "SELECT count(*) FROM training.job WHERE state = 'queued'", row -> row.getInt(1))
        .orElse(0);
  }

  /** An idempotency key came again with another request. */
  static final class KeyReused extends RuntimeException {
    private static final long serialVersionUID = 1;
  }
}
