package dev.grove.registry.artifact;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The digests of stored files in PostgreSQL, which every replica sees and a crash leaves.
 *
 * <p>A row holds for a file only as long as the file has the row's stamp: a digest that is recorded
 * late, or never, cannot be taken for another file's.
 */
@ApplicationScoped
public class DigestLedger {
  /** Longer than two uploads of a file take between the file and its row. */
  private static final long RACE_MILLIS = Duration.ofMinutes(10).toMillis();

  private static final String RECORD =
      """
      with replaced as (
        delete from registry.artifact_digest
        where path_sha256 = ? and stamp <> ? and recorded_time < ?)
      insert into registry.artifact_digest
        (path_sha256, stamp, path, bytes, sha256, recorded_time)
      values (?, ?, ?, ?, ?, ?)
      on conflict (path_sha256, stamp) do update
      set sha256 = excluded.sha256, recorded_time = excluded.recorded_time
      """;

  private static final String FORGET =
      """
      delete from registry.artifact_digest
      where path_sha256 = ?
        or left(path, 500) between left(?, 500) and left(?, 500) || chr(1114111)
          and starts_with(path, ?)
      """;

  private static final String PAGE =
      """
      select distinct on (left(path, 500), path_sha256) path
      from registry.artifact_digest
      where (left(path, 500), path_sha256) > (left(?, 500), ?)
        and left(path, 500) between left(?, 500) and left(?, 500) || chr(1114111)
        and starts_with(path, ?)
      order by left(path, 500), path_sha256
      limit ?
      """;

  private final Database database;
  private final Clock clock;

  public DigestLedger(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** What was recorded of a file, of now or of before. */
  public record Row(String stamp, String sha256) {}

  public void record(ArtifactPath path, ArtifactStore.Put put) {
    byte[] key = key(path);
    long now = clock.millis();
    database.run(
        connection ->
            change(
                connection,
                RECORD,
                key,
                put.stamp(),
                now - RACE_MILLIS,
                key,
                put.stamp(),
                path.toString(),
                put.digest().bytes(),
                put.digest().sha256(),
                now));
  }

  private static byte[] key(ArtifactPath path) {
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(path.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The SHA-256 of the file that has this stamp. */
  public Optional<String> sha256(ArtifactPath path, String stamp) {
    return rows(path).stream()
        .filter(row -> row.stamp().equals(stamp))
        .map(Row::sha256)
        .findFirst();
  }

  /** Newest first. */
  public List<Row> rows(ArtifactPath path) {
    return database.run(
        connection ->
            list(
                connection,
                "select stamp, sha256 from registry.artifact_digest where path_sha256 = ?"
                    + " order by recorded_time desc",
                row -> new Row(row.getString(1), row.getString(2)),
                (Object) key(path)));
  }

  /** Forgets a file, or all files below a directory. */
  public void forget(ArtifactPath path) {
    String below = path + "/";
    database.run(connection -> change(connection, FORGET, key(path), below, below, below));
  }

  /** Files that were recorded below a directory, in an order that stays. */
  public List<ArtifactPath> paths(ArtifactPath directory, Optional<ArtifactPath> after, int most) {
    String below = directory.isRoot() ? "" : directory + "/";
    String last = after.map(ArtifactPath::toString).orElse("");
    byte[] lastKey = after.map(DigestLedger::key).orElse(new byte[0]);
    return database.run(
        connection ->
            list(
                connection,
                PAGE,
                row -> ArtifactPath.of(row.getString(1)),
                last,
                lastKey,
                below,
                below,
                below,
                most));
  }
}
