package dev.grove.local.postgres;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs for this machine, unpacked from the archive that lies in a Maven artifact.
 *
 * <p>They lie in a directory that is named after the archive's digest: a new version of PostgreSQL
 * unpacks beside the old one, and an unpacking that was cut short is never taken for a whole one.
 */
final class PostgresBinaries {
  private PostgresBinaries() {}

  /**
   * Unpacks the programs, unless that was done before.
   *
   * @return the directory that holds {@code bin}, {@code lib} and {@code share}
   * @throws IOException also if there is no PostgreSQL for this platform
   */
  static Path unpack(Path directory) throws IOException {
    String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch")) + ".txz";
    Path home = directory.resolve(digest(archive).substring(0, 12));
    if (Files.isDirectory(home)) {
      return home;
    }
    Files.createDirectories(directory);
    Path scratch = Files.createTempDirectory(directory, "unpacking");
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZInputStream(resource(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(entry, tar, scratch);
      }
    }
    move(scratch, home);
    return home;
  }

  /** The archive's name in the artifacts, as their makers chose it. */
  static String archive(String os, String arch) throws IOException {
    String system = os.toLowerCase(Locale.ROOT);
    String family = system.contains("linux") ? "linux" : system.startsWith("mac") ? "darwin" : null;
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> null;
        };
    if (family == null || machine == null) {
      throw new IOException("There is no embedded PostgreSQL for " + os + " on " + arch);
    }
    return "postgres-" + family + "-" + machine;
  }

  private static InputStream resource(String archive) throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream("/" + archive);
    if (in == null) {
      throw new FileNotFoundException(archive + " is not on the class path");
    }
    return in;
  }

  private static String digest(String archive) throws IOException {
    try (DigestInputStream in =
        new DigestInputStream(resource(archive), MessageDigest.getInstance("SHA-256"))) {
      in.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(in.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256", e);
    }
  }

  private static void unpack(TarArchiveEntry entry, InputStream content, Path target)
      throws IOException {
    Path file = target.resolve(entry.getName()).normalize();
    if (!file.startsWith(target)) {
      throw new IOException("Entry outside of the archive: " + entry.getName());
    }
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
    } else {
      Files.copy(content, file);
      boolean program = (entry.getMode() & 0100) != 0;
      Files.setPosixFilePermissions(
          file, PosixFilePermissions.fromString(program ? "rwxr-xr-x" : "rw-r--r--"));
    }
  }

  private static void move(Path scratch, Path home) throws IOException {
    try {
      // createTempDirectory shuts everybody else out; root's PostgreSQL is somebody else.
      Files.setPosixFilePermissions(scratch, PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.move(scratch, home);
    } catch (IOException e) {
      if (!Files.isDirectory(home)) {
        throw e; // Otherwise another run was quicker: its copy is as good.
      }
      delete(scratch);
    }
  }

  static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
