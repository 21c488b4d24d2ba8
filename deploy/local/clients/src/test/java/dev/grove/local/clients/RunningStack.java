package dev.grove.local.clients;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.Grove;
import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.services.Probe;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The whole of Grove as a user runs it, after a demo that trained and promoted a model: started
 * once for all tests that ask for it, stopped after the last.
 *
 * @param base the first of its ports
 */
record RunningStack(Place place, int base) implements AutoCloseable {
  /** The registered model that the demo promoted. */
  static final String MODEL = "sample";

  static final Path MODULE =
      Path.of(System.getProperty("grove.root")).resolve("deploy/local/clients");

  /** Hands the one stack to whatever test asks for it. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == RunningStack.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(RunningStack.class, key -> RunningStack.start(), RunningStack.class);
    }
  }

  private static RunningStack start() {
    Path state = MODULE.resolve("target/state");
    Path root = Path.of(System.getProperty("grove.root"));
    RunningStack stack = new RunningStack(new Place(root, state, root), freeBase());
    stack.close();
    delete(state);
    stack.grove(
        "demo", "--port-base", stack.base, "--name", MODEL, "--rows", 2_000, "--rounds", 15);
    return stack;
  }

  /** A port that, with the four after it, nobody listens on at this moment. */
  private static int freeBase() {
    while (true) {
      int base = ThreadLocalRandom.current().nextInt(22_000, 32_000);
      if (IntStream.range(base, base + 5).allMatch(Probe::isFree)) {
        return base;
      }
    }
  }

  private static void delete(Path directory) {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void grove(Object... arguments) {
    StringWriter said = new StringWriter();
    PrintWriter writer = new PrintWriter(said);
    int code =
        Grove.commandLine(new Screen(writer, writer, false), place)
            .execute(Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
    assertThat(code).as("%s", said).isZero();
  }

  String uri(Service service) {
    return "http://127.0.0.1:" + service.port(base);
  }

  @Override
  public void close() {
    grove("down");
  }
}
