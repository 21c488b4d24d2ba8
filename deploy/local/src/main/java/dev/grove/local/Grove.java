package dev.grove.local;

import dev.grove.local.demo.DemoCommand;
import dev.grove.local.predict.PredictCommand;
import dev.grove.local.stack.DownCommand;
import dev.grove.local.stack.LogsCommand;
import dev.grove.local.stack.StatusCommand;
import dev.grove.local.stack.UpCommand;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The launcher's way in: {@code grove COMMAND}. */
@Command(
    name = "grove",
    description = "Grove on this machine: PostgreSQL and the four services as processes.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    subcommands = {
      DemoCommand.class,
      PredictCommand.class,
      UpCommand.class,
      DownCommand.class,
      StatusCommand.class,
      LogsCommand.class
    })
public final class Grove {
  private Grove() {}

  public static void main(String[] arguments) {
    System.exit(commandLine(Screen.ofProcess(), Place.ofProcess()).execute(arguments));
  }

  /** The commands, for the given place and screen. Exit codes: 0 fine, 1 failed, 2 misused. */
  public static CommandLine commandLine(Screen screen, Place place) {
    CommandLine commands = new CommandLine(new Grove(), new Wiring(screen, place));
    commands.setOut(screen.out());
    commands.setErr(screen.err());
    commands.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          screen.failure(failure);
          return CommandLine.ExitCode.SOFTWARE;
        });
    return commands;
  }

  /** Gives each command's constructor what it asks for. */
  private record Wiring(Screen screen, Place place) implements CommandLine.IFactory {
    @Override
    public <T> T create(Class<T> type) throws Exception {
      if (Callable.class.isAssignableFrom(type)) {
        return type.getConstructor(Screen.class, Place.class).newInstance(screen, place);
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
