package dev.grove.local.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Words before a command that keep the terminal's Ctrl-C and hang-up away from it. The process
 * keeps its number: both forms end in {@code exec}.
 */
final class Detached {
  private static final List<String> DEAF =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private Detached() {}

  static List<String> words(String searchPath) {
    for (String directory : searchPath.split(File.pathSeparator)) {
      if (!directory.isEmpty() && Files.isExecutable(Path.of(directory, "setsid"))) {
        return List.of("setsid");
      }
    }
    return DEAF;
  }
}
