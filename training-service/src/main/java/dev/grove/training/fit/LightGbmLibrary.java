package dev.grove.training.fit;

import com.microsoft.ml.lightgbm.lightgbmlib;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * LightGBM's native library, loaded once a process.
 *
 * <p>The two files are unpacked to a directory that nobody else knows and are deleted as soon as
 * they are mapped: the jar's own loader unpacks to one path that all processes share, where a
 * second process pulls the file away from under the first.
 */
final class LightGbmLibrary {
  /** The version of LightGBM inside the jar. */
  static final String VERSION = "4.3.0";

  private static boolean loaded;

  private LightGbmLibrary() {}

  /**
   * Loads the library unless that was done.
   *
   * @throws IllegalStateException if there is none for this machine, or if it cannot be linked
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    List<String> names = fileNames();
    try {
      Path directory = Files.createTempDirectory("lightgbm");
      try {
        for (String name : names) {
          loadFrom(directory.resolve(name), name);
        }
      } finally {
        for (String name : names) {
          Files.deleteIfExists(directory.resolve(name));
        }
        Files.deleteIfExists(directory);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("LightGBM's library cannot be unpacked", e);
    } catch (UnsatisfiedLinkError e) {
      throw new IllegalStateException(
          "LightGBM's library cannot be loaded (it needs libgomp1): " + e.getMessage(), e);
    }
    loaded = true;
  }

  /**
   * Says what went wrong unless nothing did.
   *
   * @param status what one of LightGBM's functions returned
   */
  static void check(int status) {
    if (status != 0) {
      throw new LightGbmException(lightgbmlib.LGBM_GetLastError());
    }
  }

  private static void loadFrom(Path file, String name) throws IOException {
    String resource = "lightgbm4j/" + platform() + "/" + name;
    try (InputStream in = LightGbmLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("There is no LightGBM for this machine: " + resource);
      }
      Files.copy(in, file);
    }
    System.load(file.toAbsolutePath().toString());
  }

  private static List<String> fileNames() {
    String ending = platform().startsWith("osx") ? "dylib" : "so";
    return List.of("lib_lightgbm." + ending, "lib_lightgbm_swig." + ending);
  }

  private static String platform() {
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac");
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    return (mac ? "osx/" : "linux/") + machine;
  }
}
