package dev.grove.local.stack;

import dev.grove.local.Place;
import dev.grove.local.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grove up}. */
@Command(
    name = "up",
    mixinStandardHelpOptions = true,
    description = "Starts PostgreSQL and the services, or what of them is missing.")
public final class UpCommand implements Callable<Integer> {
  private final Screen screen;
  private final Place place;
  @Mixin private PortOption port;

  public UpCommand(Screen screen, Place place) {
    this.screen = screen;
    this.place = place;
  }

  @Override
  public Integer call() throws Exception {
    Stack stack = new Stack(place, screen);
    StartedHere started = stack.startedHere();
    try {
      Ports ports = stack.up(port.ports(), started);
      started.keep();
      new Addresses(ports).lines().forEach(screen::line);
      screen.line("Stop it with %s down", place.grove());
      return 0;
    } finally {
      started.takeDown();
    }
  }
}
