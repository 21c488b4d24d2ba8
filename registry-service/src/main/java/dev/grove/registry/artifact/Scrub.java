package dev.grove.registry.artifact;

import dev.grove.registry.search.PageToken;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Reads stored files and compares them with what was recorded of them: first all files, then all
 * records that have none. It goes page by page, and any replica can do the next one.
 */
@ApplicationScoped
public class Scrub {
  private static final Logger LOG = Logger.getLogger(Scrub.class);
  private static final int BUFFER = 1 << 16;
  private static final int BATCH = 100;
  private static final String FILES = "files";
  private static final String RECORDS = "records";

  private final ArtifactStore store;
  private final DigestLedger ledger;
  private final Clock clock;

  public Scrub(ArtifactStore store, DigestLedger ledger, Clock clock) {
    this.store = store;
    this.ledger = ledger;
    this.clock = clock;
  }

  /** What can be wrong with a file. */
  public enum Fault {
    /** Its bytes are not what they were when it was stored. */
    CORRUPT,
    /** It was replaced, and nothing is recorded of what is there now. */
    CHANGED,
    /** It was recorded and is not there. */
    MISSING,
    /** The store could not read it. */
    UNREADABLE
  }

  /** A file with something wrong. */
  public record Finding(ArtifactPath path, Fault fault, String detail) {}

  /**
   * What a page found.
   *
   * @param adopted files of which nothing was recorded, and now is
   * @param next where the next page goes on; empty at the end
   */
  public record Report(
      long files, long bytes, long adopted, List<Finding> findings, Optional<String> next) {}

  /** Where the next page begins. */
  private record Position(String phase, Optional<ArtifactPath> after) {
    static Position parse(Optional<String> token) {
      if (token.isEmpty()) {
        return new Position(FILES, Optional.empty());
      }
      List<String> key = PageToken.parse(token.get(), 2).key();
      return new Position(
          key.get(0).equals(RECORDS) ? RECORDS : FILES,
          Optional.of(key.get(1)).filter(text -> !text.isEmpty()).map(ArtifactPath::of));
    }

    String token() {
      return new PageToken(List.of(phase, after.map(ArtifactPath::toString).orElse(""))).text();
    }
  }

  private static final class Tally {
    private long files;
    private long bytes;
    private long adopted;
    private final List<Finding> findings = new ArrayList<>();

    void fault(ArtifactPath path, Fault fault, String detail) {
      LOG.errorf("Artifact %s is %s: %s", path, fault, detail);
      findings.add(new Finding(path, fault, detail));
    }

    Report report(Optional<Position> next) {
      return new Report(files, bytes, adopted, findings, next.map(Position::token));
    }
  }

  /** Goes on until the time is over, but by one file at least. */
  public Report page(ArtifactPath directory, Optional<String> token, Instant until)
      throws IOException {
    Tally tally = new Tally();
    Position position = Position.parse(token);
    while (position.phase().equals(FILES)) {
      List<ArtifactStore.Located> batch = store.files(directory, position.after(), BATCH);
      for (ArtifactStore.Located file : batch) {
        check(file, tally);
        position = new Position(FILES, Optional.of(file.path()));
        if (!clock.instant().isBefore(until)) {
          return tally.report(Optional.of(position));
        }
      }
      if (batch.isEmpty()) {
        position = new Position(RECORDS, Optional.empty());
      }
    }
    return records(directory, position, until, tally);
  }

  private Report records(ArtifactPath directory, Position start, Instant until, Tally tally)
      throws IOException {
    Position position = start;
    for (List<ArtifactPath> batch = ledger.paths(directory, position.after(), BATCH);
        !batch.isEmpty();
        batch = ledger.paths(directory, position.after(), BATCH)) {
      for (ArtifactPath path : batch) {
        // The second look is for one that was deleted meanwhile.
        if (store.find(path).isEmpty() && !ledger.rows(path).isEmpty()) {
          tally.fault(path, Fault.MISSING, "It was stored and is not there.");
        }
      }
      position = new Position(RECORDS, Optional.of(batch.get(batch.size() - 1)));
      if (!clock.instant().isBefore(until)) {
        return tally.report(Optional.of(position));
      }
    }
    return tally.report(Optional.empty());
  }

  private void check(ArtifactStore.Located file, Tally tally) {
    ArtifactPath path = file.path();
    try (OpenArtifact open = store.open(path).orElse(null)) {
      if (open == null) {
        return;
      }
      Digest found = read(open);
      tally.files++;
      tally.bytes += found.bytes();
      compare(path, open.stored(), found, tally);
    } catch (IOException | RuntimeException e) {
      tally.fault(path, Fault.UNREADABLE, String.valueOf(e.getMessage()));
    }
  }

  private static Digest read(OpenArtifact open) throws IOException {
    Hashing hashing = new Hashing(Announced.NOTHING);
    byte[] buffer = new byte[BUFFER];
    try (InputStream stream = open.stream(0, open.stored().bytes())) {
      for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
        hashing.update(buffer, 0, read);
      }
    }
    return hashing.finish();
  }

  private void compare(ArtifactPath path, ArtifactStore.Stored stored, Digest found, Tally tally) {
    List<DigestLedger.Row> rows = ledger.rows(path);
    Optional<String> recorded =
        rows.stream()
            .filter(row -> row.stamp().equals(stored.stamp()))
            .map(DigestLedger.Row::sha256)
            .findFirst()
            .or(stored::sha256);
    if (recorded.isPresent()) {
      if (!recorded.get().equals(found.sha256())) {
        tally.fault(path, Fault.CORRUPT, shown(recorded.get(), found));
      }
    } else if (rows.isEmpty()
        || rows.stream().anyMatch(row -> row.sha256().equals(found.sha256()))) {
      // Never recorded, or the same bytes under another stamp, as after a restored backup.
      tally.adopted++;
      ledger.record(path, new ArtifactStore.Put(found, stored.stamp()));
    } else {
      tally.fault(path, Fault.CHANGED, shown(rows.get(0).sha256(), found));
    }
  }

  private static String shown(String recorded, Digest found) {
    return "Its SHA-256 is "
        + found.sha256()
        + " ("
        + found.bytes()
        + " bytes), and "
        + recorded
        + " is recorded.";
  }
}
