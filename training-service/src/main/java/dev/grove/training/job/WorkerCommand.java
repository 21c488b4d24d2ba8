package dev.grove.training.job;

import dev.grove.training.Main;
import dev.grove.training.fit.JobFiles;
import dev.grove.training.fit.Worker;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** This program's own executable, started again as a worker. */
final class WorkerCommand {
  private WorkerCommand() {}

  /**
   * @param heap as in {@code -Xmx}
   */
  static List<String> of(JobFiles files, String heap) {
    String temporary = "-Djava.io.tmpdir=" + files.temporary().toAbsolutePath();
    String directory = files.directory().toAbsolutePath().toString();
    if ("runtime".equals(System.getProperty("org.graalvm.nativeimage.imagecode"))) {
      String executable = ProcessHandle.current().info().command().orElseThrow();
      return List.of(executable, "-Xmx" + heap, temporary, Worker.ARGUMENT, directory);
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return List.of(
        java,
        "-Xmx" + heap,
        "-XX:+UseSerialGC",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:ErrorFile=" + files.crashReport().toAbsolutePath(),
        temporary,
        "-cp",
        classPath(System.getProperty("java.class.path")),
        mainClass(),
        Worker.ARGUMENT,
        directory);
  }

  /** Absolute, because a worker runs in its job's directory. */
  private static String classPath(String classPath) {
    return Arrays.stream(classPath.split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** A packaged service has one jar on its class path, whose entry point loads the others. */
  private static String mainClass() {
    boolean packaged = Path.of(System.getProperty("java.class.path")).endsWith("quarkus-run.jar");
    return packaged ? "io.quarkus.bootstrap.runner.QuarkusEntryPoint" : Main.class.getName();
  }
}
