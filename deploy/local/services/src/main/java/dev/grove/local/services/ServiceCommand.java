package dev.grove.local.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a service is started from the jar that the build made, with the Java that runs this JVM.
 *
 * @param jar the runnable jar, in place or copied with all that lies around it
 * @param temporary the service's own {@code java.io.tmpdir}: native libraries unpack there
 * @param config Quarkus and Grove properties
 * @param jvmOptions such as {@code -Xmx512m}
 */
public record ServiceCommand(
    Service service,
    Path jar,
    Path temporary,
    int port,
    Map<String, String> config,
    List<String> jvmOptions) {
  public ServiceCommand {
    config = Map.copyOf(config);
    jvmOptions = List.copyOf(jvmOptions);
  }

  /**
   * The process, ready to be started: no input, output and errors appended to one log.
   *
   * @param launcher what stands before {@code java}, such as {@code setsid}; may be empty
   * @param directory the working directory
   * @throws IOException if the service is not built
   */
  public ProcessBuilder process(List<String> launcher, Path directory, Path log)
      throws IOException {
    if (!Files.isRegularFile(jar)) {
      throw new IOException(service.module() + " is not built: " + jar + " is missing");
    }
    Files.createDirectories(temporary);
    List<String> command = new ArrayList<>(launcher);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmOptions);
    command.add("-Dfile.encoding=UTF-8");
    command.add("-Djava.io.tmpdir=" + temporary);
    command.add("-Dquarkus.http.port=" + port);
    new TreeMap<>(config).forEach((key, value) -> command.add("-D" + key + "=" + value));
    command.add("-jar");
    command.add(jar.toString());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
    // Files may be named beyond ASCII, whatever the caller's locale.
    builder.environment().put("LC_ALL", "C.UTF-8");
    return builder;
  }
}
