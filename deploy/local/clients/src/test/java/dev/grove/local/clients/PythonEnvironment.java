package dev.grove.local.clients;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Python of this module's own under {@code target}, with the packages of a {@code
 * requirements.txt} in exactly those versions. It is kept between runs and made again when the
 * requirements change.
 *
 * @param sources where the tests and their requirements are
 */
record PythonEnvironment(Path home, Path sources) {
  private static final String MISSING =
      "Not tested: these clients need Python 3.10 or newer with its venv module"
          + " (Debian, Ubuntu: apt-get install python3-venv)";

  private static final List<String> NAMES =
      List.of("python3", "python3.13", "python3.12", "python3.11", "python3.10", "python");

  private static final String NEW_ENOUGH =
      "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

  /** With MLflow's client. */
  static PythonEnvironment mlflow() throws IOException, InterruptedException {
    return require("venv", "src/test/python");
  }

  /** With KServe's and Triton's clients, which do not go together with MLflow's. */
  static PythonEnvironment openInference() throws IOException, InterruptedException {
    return require("venv-oip", "src/test/python-oip");
  }

  /**
   * The environment, complete.
   *
   * @throws org.opentest4j.TestAbortedException if this machine has no Python that is new enough
   */
  private static PythonEnvironment require(String venv, String tests)
      throws IOException, InterruptedException {
    Optional<String> python = newEnough();
    if (python.isEmpty()) {
      System.err.println(MISSING);
    }
    assumeTrue(python.isPresent(), MISSING);
    Path home = RunningStack.MODULE.resolve("target").resolve(venv);
    PythonEnvironment environment = new PythonEnvironment(home, RunningStack.MODULE.resolve(tests));
    Path requirements = environment.sources.resolve("requirements.txt");
    Path done = home.resolve("complete");
    String digest = digest(requirements);
    if (!Files.exists(done) || !Files.readString(done).equals(digest)) {
      check(List.of(python.get(), "-m", "venv", "--clear", home.toString()));
      check(
          List.of(
              environment.python(),
              "-m",
              "pip",
              "install",
              "--disable-pip-version-check",
              "--no-cache-dir",
              "--no-compile",
              "--only-binary=:all:",
              "--quiet",
              "--requirement",
              requirements.toString()));
      Files.writeString(done, digest);
    }
    return environment;
  }

  private static Optional<String> newEnough() throws InterruptedException {
    for (String name : NAMES) {
      try {
        if (new ProcessBuilder(name, "-c", NEW_ENOUGH).start().waitFor() == 0) {
          return Optional.of(name);
        }
      } catch (IOException e) {
        // No such program: the next name may be one.
      }
    }
    return Optional.empty();
  }

  private String python() {
    return home.resolve("bin/python").toString();
  }

  /** Runs a module with what it prints in this JVM's own output, and waits for its end. */
  int run(Path directory, Map<String, String> environment, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(python(), "-m"));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile()).inheritIO();
    builder.environment().putAll(environment);
    return builder.start().waitFor();
  }

  private static void check(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + " failed:\n" + said);
    }
  }

  private static String digest(Path file) throws IOException {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("Every JDK has SHA-256", e);
    }
  }
}
