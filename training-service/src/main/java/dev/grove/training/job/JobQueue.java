package dev.grove.training.job;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Jobs as workers see them: claimed by one of them, held by a lease, handed on.
 *
 * <p>Each claim has a token of its own, and every later step of the claimer names it. Whoever was
 * taken for dead finds its token gone and can do no harm.
 */
@ApplicationScoped
class JobQueue {
  private final Sql sql;
  private final Clock clock;

  JobQueue(DataSource database, Clock clock) {
    this.sql = new Sql(database);
    this.clock = clock;
  }

  /** A job that is the claimer's until the lease runs out. */
  record Claim(TrainingJob job, String token) {}

  /** What a sign of life learns. */
  enum Heard {
    GO_ON,
    CANCEL,
    /** The job is somebody else's by now, or final. */
    LOST
  }

  /**
   * Takes the oldest job that waits to be trained, or whose trainer is not heard of any more.
   *
   * @param attempts how often a job may be begun
   * @param home the jobs directory in which it will lie
   */
  Optional<Claim> claimTraining(Duration lease, int attempts, String home) {
    Instant now = clock.instant();
    String token = UUID.randomUUID().toString();
    return sql.queryOne(
            "UPDATE training.job SET state = 'running', owner = ?, lease_until = ?, home = ?,"
                + " attempts = attempts + 1, started_at = coalesce(started_at, ?),"
                + " rounds_done = 0, metrics = '{}'"
                + " WHERE id = (SELECT id FROM training.job"
                + " WHERE (state = 'queued' OR (state = 'running' AND lease_until < ?))"
                + " AND ready_at <= ? AND attempts < ? AND NOT cancel_requested"
                + " ORDER BY place LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING "
                + JobRows.COLUMNS,
            JobRows::read,
            token,
            now.plus(lease),
            home,
            now,
            now,
            now,
            attempts)
        .map(job -> new Claim(job, token));
  }

  /** Takes a job of this jobs directory that the registry has yet to hear of. */
  Optional<Claim> claimPublishing(Duration lease, String home) {
    Instant now = clock.instant();
    String token = UUID.randomUUID().toString();
    return sql.queryOne(
            "UPDATE training.job SET owner = ?, lease_until = ?,"
                + " publish_attempts = publish_attempts + 1"
                + " WHERE id = (SELECT id FROM training.job"
                + " WHERE unpublished AND home = ? AND ready_at <= ?"
                + " AND (owner IS NULL OR lease_until < ?)"
                + " ORDER BY ready_at LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING "
                + JobRows.COLUMNS,
            JobRows::read,
            token,
            now.plus(lease),
            home,
            now,
            now)
        .map(job -> new Claim(job, token));
  }

  /** Ends jobs that nobody will go on with. */
  void sweep(int attempts, Duration publishPatience) {
    Instant now = clock.instant();
    sql.update(
        "UPDATE training.job SET state = 'failed', finished_at = ?, owner = NULL,"
            + " error = 'The service ended ' || attempts || ' times while it trained this job',"
            + " unpublished = true, ready_at = ?"
            + " WHERE state = 'running' AND lease_until < ? AND attempts >= ?"
            + " AND NOT cancel_requested",
        now,
        now,
        now,
        attempts);
    sql.update(
        "UPDATE training.job SET state = 'cancelled', finished_at = ?, owner = NULL,"
            + " unpublished = true, ready_at = ?"
            + " WHERE cancel_requested AND (state = 'queued' AND owner IS NULL"
            + " OR state IN ('running', 'publishing') AND lease_until < ?)",
        now,
        now,
        now);
    sql.update(
        "UPDATE training.job SET state = 'failed', finished_at = ?, owner = NULL,"
            + " error = 'The model was trained, but the registry was away for too long',"
            + " unpublished = false"
            + " WHERE state = 'publishing' AND (owner IS NULL OR lease_until < ?)"
            + " AND trained_at < ?",
        now,
        now,
        now.minus(publishPatience));
  }

  /** A sign of life, which lengthens the lease. */
  Heard beat(Claim claim, Duration lease) {
    return sql.queryOne(
            "UPDATE training.job SET lease_until = ? WHERE id = ? AND owner = ?"
                + " RETURNING cancel_requested AND state IN ('running', 'publishing')",
            row -> row.getBoolean(1) ? Heard.CANCEL : Heard.GO_ON,
            clock.instant().plus(lease),
            claim.job().id(),
            claim.token())
        .orElse(Heard.LOST);
  }

  void progress(Claim claim, Progress progress) {
    sql.update(
        "UPDATE training.job SET rounds_done = ?, metrics = ?::jsonb WHERE id = ? AND owner = ?",
        progress.rounds(),
        JobRows.json(progress.metrics()),
        claim.job().id(),
        claim.token());
  }

  /** Training ended well: next comes publishing. */
  void trained(Claim claim, JsonNode evaluation) {
    sql.update(
        "UPDATE training.job SET state = 'publishing', evaluation = ?::jsonb, unpublished = true,"
            + " owner = NULL, lease_until = NULL, trained_at = ?, ready_at = ?"
            + " WHERE id = ? AND owner = ?",
        evaluation.toString(),
        clock.instant(),
        clock.instant(),
        claim.job().id(),
        claim.token());
  }

  /**
   * Ends the job without a model.
   *
   * @param end {@link JobState.Failed} or {@link JobState.Cancelled}
   */
  void end(Claim claim, JobState end) {
    sql.update(
        "UPDATE training.job SET state = ?, error = ?, finished_at = ?, unpublished = true,"
            + " owner = NULL, lease_until = NULL, ready_at = ? WHERE id = ? AND owner = ?",
        end.wireName(),
        end instanceof JobState.Failed failed ? failed.why() : null,
        clock.instant(),
        clock.instant(),
        claim.job().id(),
        claim.token());
  }

  /** Gives a job back that was begun and must wait for another service: this one stops. */
  void release(Claim claim) {
    sql.update(
        "UPDATE training.job SET state = 'queued', owner = NULL, lease_until = NULL,"
            + " attempts = attempts - 1 WHERE id = ? AND owner = ? AND state = 'running'",
        claim.job().id(),
        claim.token());
  }

  /** The registry has everything; a model version only for a job that trained well. */
  void published(Claim claim, String modelVersion) {
    sql.update(
        "UPDATE training.job SET unpublished = false, owner = NULL, lease_until = NULL,"
            + " model_version = ?,"
            + " finished_at = CASE WHEN state = 'publishing' THEN ? ELSE finished_at END,"
            + " state = CASE WHEN state = 'publishing' THEN 'succeeded' ELSE state END"
            + " WHERE id = ? AND owner = ?",
        modelVersion,
        clock.instant(),
        claim.job().id(),
        claim.token());
  }

  /** Publishing did not succeed and is tried again after a while. */
  void postpone(Claim claim, Duration pause) {
    sql.update(
        "UPDATE training.job SET owner = NULL, lease_until = NULL, ready_at = ?"
            + " WHERE id = ? AND owner = ?",
        clock.instant().plus(pause),
        claim.job().id(),
        claim.token());
  }

  /** The registry need not hear of the job any more. */
  void unpublishable(Claim claim) {
    sql.update(
        "UPDATE training.job SET unpublished = false, owner = NULL, lease_until = NULL"
            + " WHERE id = ? AND owner = ?",
        claim.job().id(),
        claim.token());
  }
}
