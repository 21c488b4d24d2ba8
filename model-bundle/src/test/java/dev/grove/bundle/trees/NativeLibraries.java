package dev.grove.bundle.trees;

import com.microsoft.ml.lightgbm.lightgbmlib;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Loads LightGBM from a private directory, where no other process can overwrite it. */
public final class NativeLibraries {
  private static boolean loaded;

  private NativeLibraries() {}

  public static synchronized void load() {
    if (loaded) {
      return;
    }
    boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
    String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch64" : "x86_64";
    String folder = "/lightgbm4j/" + (mac ? "osx/" : "linux/") + machine + "/";
    String suffix = mac ? ".dylib" : ".so";
    try {
      Path directory = Files.createTempDirectory("lightgbm");
      Path library = copy(folder + "lib_lightgbm" + suffix, directory);
      Path binding = copy(folder + "lib_lightgbm_swig" + suffix, directory);
      System.load(library.toString());
      System.load(binding.toString());
      Files.delete(binding);
      Files.delete(library);
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    loaded = true;
  }

  private static Path copy(String resource, Path directory) throws IOException {
    Path target = directory.resolve(resource.substring(resource.lastIndexOf('/') + 1));
    try (InputStream in = lightgbmlib.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("no resource " + resource);
      }
      Files.copy(in, target);
    }
    return target;
  }
}
