package dev.grove.local.demo;

import dev.grove.local.LocalFailure;
import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.api.ServiceError;
import dev.grove.local.api.TableOptions;
import dev.grove.local.stack.Addresses;
import dev.grove.local.stack.PortOption;
import dev.grove.local.stack.Ports;
import dev.grove.local.stack.Stack;
import dev.grove.local.stack.StartedHere;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code grove demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Takes a table through all services to served predictions, and shows each step.")
public final class DemoCommand implements Callable<Integer> {
  private static final TableOptions SAMPLE =
      new TableOptions("category", "product_id", List.of(), true, null);
  private static final int SAMPLE_ROUNDS = 60;

  private final Screen screen;
  private final Place place;
  @Spec private CommandSpec command;
  @Mixin private PortOption port;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "A CSV file, gzipped or not; made product rows if left out.")
  private Path data;

  @Option(
      names = "--target",
      paramLabel = "COLUMN",
      description = "The column to predict: its name, its index from 0, or 'last'.")
  private String target;

  @Option(
      names = "--key",
      paramLabel = "COL",
      description = "Of rows with one key the first stays.")
  private String key;

  @Option(
      names = "--drop",
      paramLabel = "A,B",
      description = "Columns to leave out; quote a name that has a comma as CSV does.")
  private List<String> drop = List.of();

  @Option(names = "--no-header", description = "The first line is data; columns are c1 to cN.")
  private boolean noHeader;

  @Option(names = "--delimiter", paramLabel = "C", description = "One character, or 'tab'.")
  private String delimiter;

  @Option(
      names = "--name",
      paramLabel = "N",
      description = "The dataset's and the model's name; the file's if left out.")
  private String name;

  @Option(names = "--rounds", paramLabel = "N", description = "Boosting rounds at most.")
  private Integer rounds;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "10000",
      description = "Sample rows to make (default ${DEFAULT-VALUE}).")
  private int rows;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "For the sample and the training (default 42).")
  private Long seed;

  @Option(
      names = "--once",
      description = "Stops the stack at the end; the exit code tells whether all went well.")
  private boolean once;

  public DemoCommand(Screen screen, Place place) {
    this.screen = screen;
    this.place = place;
  }

  @Override
  public Integer call() throws Exception {
    Table table = table();
    Stack stack = new Stack(place, screen);
    StartedHere started = stack.startedHere();
    try {
      Steps steps = new Steps(screen);
      steps.next("Start PostgreSQL and the four services");
      Ports ports = stack.up(port.ports(), started);
      try {
        new Demo(screen, steps, ports, place).run(table, rounds(), seed);
        steps.finish();
      } catch (ServiceError e) {
        tellMore(stack, e);
        throw e;
      } finally {
        if (!once) {
          started.keep();
        }
      }
      if (!once) {
        farewell(ports);
      }
      return 0;
    } finally {
      if (once) {
        started.keep();
        stack.down();
      } else {
        started.takeDown();
      }
    }
  }

  private Table table() throws LocalFailure {
    if (data == null) {
      if (target != null || key != null || !drop.isEmpty() || noHeader || delimiter != null) {
        throw new ParameterException(
            command.commandLine(),
            "--target, --key, --drop, --no-header and --delimiter go with --data");
      }
      return new Table.Sample(name == null ? "products" : name, SAMPLE, rows, seedOrDefault());
    }
    if (target == null) {
      throw new ParameterException(
          command.commandLine(), "--data needs --target: the column to predict");
    }
    Path file = place.caller().resolve(data);
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw new LocalFailure("There is no file to read at " + file);
    }
    return new Table.CsvFile(
        name == null ? Table.nameOf(file) : name,
        new TableOptions(target, key, drop, !noHeader, delimiter),
        file);
  }

  private long seedOrDefault() {
    return seed == null ? 42 : seed;
  }

  private Integer rounds() {
    return rounds == null && data == null ? Integer.valueOf(SAMPLE_ROUNDS) : rounds;
  }

  /** The stack may be gone in a moment, and its logs are hard to find for a newcomer. */
  private void tellMore(Stack stack, ServiceError error) throws Exception {
    if (once || error.status() == 0 || error.status() >= 500) {
      screen.note("%s", stack.logTail(error.service()));
    }
    if (!once) {
      screen.note("The stack is still up: see %s logs, stop it with %1$s down", place.grove());
    }
  }

  private void farewell(Ports ports) {
    screen.line("");
    screen.line("Grove stays up:");
    new Addresses(ports).lines().forEach(line -> screen.line("%s", line));
    screen.line("");
    screen.line("Next:");
    screen.line("   %s predict --data FILE --target COLUMN", place.grove());
    screen.line("   %s status", place.grove());
    screen.line("   %s logs training -f", place.grove());
    screen.line("   %s down", place.grove());
  }
}
