package dev.grove.registry.artifact;

import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** The registry's artifacts: files in their store, and what is known of their bytes. */
@ApplicationScoped
public class Artifacts {
  private final ArtifactStore store;
  private final DigestLedger ledger;

  public Artifacts(ArtifactStore store, DigestLedger ledger) {
    this.store = store;
    this.ledger = ledger;
  }

  /** A file as it is now, with its SHA-256 if that is known. */
  public record Known(long bytes, Optional<String> sha256) {}

  /** Stores a file; see {@link ArtifactStore#put}. */
  public Digest put(ArtifactPath path, InputStream content, Announced announced)
      throws IOException {
    ArtifactStore.Put put = store.put(path, content, announced);
    ledger.record(path, put);
    return put.digest();
  }

  public Optional<Known> find(ArtifactPath path) throws IOException {
    return store.find(path).map(stored -> known(path, stored));
  }

  public Known known(ArtifactPath path, ArtifactStore.Stored stored) {
    return new Known(stored.bytes(), ledger.sha256(path, stored.stamp()).or(() -> stored.sha256()));
  }

  /** The file, to be closed by the caller. */
  public Optional<OpenArtifact> open(ArtifactPath path) throws IOException {
    return store.open(path);
  }

  public List<ArtifactStore.Entry> list(ArtifactPath directory) throws IOException {
    return store.list(directory);
  }

  /** Removes a file, or a directory with all in it; false if there is neither. */
  public boolean delete(ArtifactPath path) throws IOException {
    if (!path.isRoot()) {
      // First, for a record without a file is a loss that the scrub would report.
      ledger.forget(path);
    }
    return store.delete(path);
  }

  /**
   * Where a client can get the file without the registry; nothing if the store has no addresses.
   */
  public Optional<URI> address(ArtifactPath path) throws IOException {
    return store.address(path);
  }

  public ArtifactStore.Parts createParts(ArtifactPath target, int count, URI registry)
      throws IOException {
    return store.createParts(target, count, registry);
  }

  public void completeParts(ArtifactPath target, String uploadId, List<ArtifactStore.Part> parts)
      throws IOException {
    store.completeParts(target, uploadId, parts).ifPresent(put -> ledger.record(target, put));
  }

  public void abortParts(ArtifactPath target, String uploadId) throws IOException {
    store.abortParts(target, uploadId);
  }
}
