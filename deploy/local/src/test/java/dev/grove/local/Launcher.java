package dev.grove.local;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;

/** Runs the launcher's commands inside a test and keeps what they print. */
final class Launcher {
  private final Place place;

  Launcher(Path root, Path state) {
    place = new Place(root, state, root);
  }

  /** What a command printed, and its exit code. */
  record Run(int code, String out, String err) {
    String lastLine() {
      String[] lines = out.strip().split("\n", -1);
      return lines[lines.length - 1];
    }

    @Override
    public String toString() {
      return "exit code " + code + "\n" + out + "\n" + err;
    }
  }

  Place place() {
    return place;
  }

  Run run(Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false);
    int code =
        Grove.commandLine(screen, place)
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    return new Run(code, out.toString(), err.toString());
  }
}
