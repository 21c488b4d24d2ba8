package dev.grove.local.stack;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option that every command has. */
public final class PortOption {
  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--port-base",
      paramLabel = "N",
      description =
          "Moves every port: inference N, data N+1, training N+2, registry N+3, PostgreSQL N+4.")
  private Integer base;

  /** The ports that were asked for; nothing if any will do. */
  public Optional<Ports> ports() {
    try {
      return Optional.ofNullable(base).map(Ports::new);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }
}
