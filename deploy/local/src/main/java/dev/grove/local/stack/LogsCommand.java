package dev.grove.local.stack;

import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code grove logs}. */
@Command(name = "logs", description = "Shows the last lines that the components logged.")
public final class LogsCommand implements Callable<Integer> {
  private final Screen screen;
  private final Place place;
  @Spec private CommandSpec command;
  @Mixin private PortOption port;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "registry, data, training, inference or postgres; all if left out.")
  private String component;

  @Option(
      names = {"-f", "--follow"},
      description = "Goes on with what is logged from now on.")
  private boolean follow;

  @Option(names = "-n", paramLabel = "LINES", defaultValue = "100", description = "How many lines.")
  private int lines;

  public LogsCommand(Screen screen, Place place) {
    this.screen = screen;
    this.place = place;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    port.ports();
    Map<String, LogFile> files = files();
    Map<String, Long> read = new LinkedHashMap<>();
    for (Map.Entry<String, LogFile> file : files.entrySet()) {
      read.put(file.getKey(), file.getValue().size());
      show(file.getKey(), file.getValue().tail(Math.max(0, lines)));
    }
    while (follow) {
      Thread.sleep(300);
      for (Map.Entry<String, LogFile> file : files.entrySet()) {
        LogFile.Piece piece = file.getValue().after(read.get(file.getKey()));
        show(file.getKey(), piece.lines());
        read.put(file.getKey(), piece.end());
      }
    }
    return 0;
  }

  private Map<String, LogFile> files() {
    List<String> names =
        Stream.concat(Stream.of("postgres"), Stream.of(Service.values()).map(Service::module))
            .toList();
    Map<String, LogFile> files = new LinkedHashMap<>();
    for (String name : names) {
      if (component == null || name.equals(component) || name.equals(component + "-service")) {
        files.put(name, new LogFile(place.log(name)));
      }
    }
    if (files.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "No component is called '" + component + "': " + String.join(", ", names));
    }
    return files;
  }

  private void show(String name, List<String> content) {
    for (String line : content) {
      screen.line("%s", component == null ? name + " | " + line : line);
    }
  }
}
