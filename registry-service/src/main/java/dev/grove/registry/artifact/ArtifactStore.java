package dev.grove.registry.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Files by path, each of them whole or not there: in a directory, or in a bucket of an object
 * store.
 */
public interface ArtifactStore {
  /** What a listing says of a file or a directory: {@code bytes} is 0 for a directory. */
  record Entry(String name, boolean directory, long bytes) {}

  /**
   * A file as it is now.
   *
   * @param stamp another one whenever the file is replaced
   * @param sha256 where the store itself keeps it
   */
  record Stored(long bytes, String stamp, Optional<String> sha256) {}

  /** A file that was put. */
  record Put(Digest digest, String stamp) {}

  /** A file with its path. */
  record Located(ArtifactPath path, Stored stored) {}

  /** A part of an upload as its client saw it confirmed. */
  record Part(int number, String etag) {}

  /** An upload in parts: where each of them goes, in order. */
  record Parts(String uploadId, List<URI> urls) {}

  /**
   * Stores what the stream gives, in place of what was there. It is visible only when all of it has
   * come, is what was announced, and will survive a crash.
   *
   * @throws IOException if the stream breaks; nothing changed then
   */
  Put put(ArtifactPath path, InputStream content, Announced announced) throws IOException;

  /** The file, if there is one. */
  Optional<Stored> find(ArtifactPath path) throws IOException;

  /** The file, held as it is now until it is closed; what replaces it meanwhile is not read. */
  Optional<OpenArtifact> open(ArtifactPath path) throws IOException;

  /** What lies directly in the directory, by name; nothing if there is no such directory. */
  List<Entry> list(ArtifactPath directory) throws IOException;

  /**
   * Some of the files in the directory and below, in an order of the store's own that stays.
   *
   * @param after the last file of the page before
   */
  List<Located> files(ArtifactPath directory, Optional<ArtifactPath> after, int most)
      throws IOException;

  /** Removes a file, or a directory with all in it; false if there is neither. */
  boolean delete(ArtifactPath path) throws IOException;

  /**
   * Begins an upload whose parts the client sends by itself.
   *
   * @param registry where clients reach the registry
   */
  Parts createParts(ArtifactPath target, int count, URI registry) throws IOException;

  /**
   * Makes the file of the parts.
   *
   * @return what was put; no digest where the parts went past the registry
   */
  Optional<Put> completeParts(ArtifactPath target, String uploadId, List<Part> parts)
      throws IOException;

  /** Forgets the upload and its parts; nothing if there is none. */
  void abortParts(ArtifactPath target, String uploadId) throws IOException;

  /** Where a client can get the file without the registry for a while; nothing if it cannot. */
  Optional<URI> address(ArtifactPath path) throws IOException;

  /** Removes what uploads that ended without an end have left, and counts it. */
  int sweep(Instant untouchedSince) throws IOException;
}
