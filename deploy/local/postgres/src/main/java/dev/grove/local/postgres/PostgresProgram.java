package dev.grove.local.postgres;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs one of PostgreSQL's own programs and waits for its end. */
record PostgresProgram(Path home) {
  /**
   * @throws IOException with what the program printed, if it fails
   */
  void run(String name, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(asOrdinaryUser());
    command.add(home.resolve("bin").resolve(name).toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    builder.environment().keySet().removeIf(key -> key.startsWith("PG"));
    builder.environment().put("LC_ALL", "C");
    Process process = builder.start();
    String said =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (process.waitFor() != 0) {
      throw new IOException(name + " failed: " + said);
    }
  }

  /** PostgreSQL refuses to run as root: in a user namespace of its own, root is nobody. */
  private static List<String> asOrdinaryUser() throws IOException {
    Path self = Path.of("/proc/self");
    boolean root = Files.exists(self) && Files.getAttribute(self, "unix:uid").equals(0);
    return root ? List.of("unshare", "-U") : List.of();
  }
}
