import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Downloads the Maven that {@code maven-wrapper.properties} names, checks its digest and unpacks it
 * where Maven keeps its wrapper's downloads. Needs nothing but a JDK: no curl, no unzip.
 *
 * <p>Arguments: the properties file, the directory to make. {@code MVNW_REPOURL} names another
 * repository than Maven Central, as in Maven's own wrapper.
 */
class InstallMaven {
  public static void main(String[] arguments) throws Exception {
    Properties wanted = new Properties();
    try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
      wanted.load(in);
    }
    Path home = Path.of(arguments[1]);
    String version = wanted.getProperty("mavenVersion");
    URI address =
        URI.create(
            "%s/org/apache/maven/apache-maven/%s/apache-maven-%s-bin.zip"
                .formatted(repository(), version, version));
    System.err.println("Fetching Maven " + version);
    byte[] zip;
    try (InputStream in = address.toURL().openStream()) {
      zip = in.readAllBytes();
    }
    String digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(zip));
    if (!digest.equals(wanted.getProperty("sha512"))) {
      throw new IOException("The download's SHA-512 is " + digest + ", which is not the one named");
    }
    Files.createDirectories(home.getParent());
    Path scratch = Files.createTempDirectory(home.getParent(), "unpacking");
    unpack(zip, scratch);
    try {
      Files.move(scratch.resolve("apache-maven-" + version), home);
    } catch (IOException e) {
      if (!Files.isExecutable(home.resolve("bin/mvn"))) {
        throw e; // Otherwise another run was quicker: its copy is as good.
      }
    } finally {
      delete(scratch);
    }
  }

  /** Maven Central stands under the domain of Maven's own group id. */
  private static String repository() {
    String chosen = System.getenv("MVNW_REPOURL");
    if (chosen != null && !chosen.isBlank()) {
      return chosen.replaceAll("/+$", "");
    }
    String[] group = "org.apache.maven".split("\\.");
    return "https://repo." + group[2] + "." + group[1] + "." + group[0] + "/maven2";
  }

  private static void unpack(byte[] zip, Path target) throws IOException {
    try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("Entry outside of the archive: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(in, file);
          if (file.getParent().endsWith("bin")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
