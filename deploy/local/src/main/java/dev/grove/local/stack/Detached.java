package dev.grove.local.stack;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Words before a command that keep the terminal's Ctrl-C and hang-up away from it. The process
 * keeps its number: both forms end in {@code exec}.
 */
final class Detached {
  private static final List<String> DEAF =
      List.of("/bin/sh", "-c", "trap '' INT HUP; exec \"$@\"", "sh");

  private Detached() {}

  static List<String> words(String searchPath) {
    boolean setsid =
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
            .splitAsStream(searchPath)
            .filter(directory -> !directory.isEmpty())
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, "setsid")));
    return setsid ? List.of("setsid") : DEAF;
  }
}
