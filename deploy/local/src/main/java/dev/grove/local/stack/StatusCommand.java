package dev.grove.local.stack;

import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.TextTable;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grove status}. */
@Command(
    name = "status",
    mixinStandardHelpOptions = true,
    description = "Shows what runs. Exit code 3 if anything is stopped or does not answer.")
public final class StatusCommand implements Callable<Integer> {
  /** As init scripts have it: the program is not running. */
  private static final int NOT_RUNNING = 3;

  private final Screen screen;
  private final Place place;
  @Mixin private PortOption port;

  public StatusCommand(Screen screen, Place place) {
    this.screen = screen;
    this.place = place;
  }

  @Override
  public Integer call() throws Exception {
    port.ports();
    List<Stack.Component> components = new Stack(place, screen).status();
    TextTable table = new TextTable("component", "state", "pid", "port", "address");
    for (Stack.Component component : components) {
      table.add(
          component.name(),
          component.state(),
          component.pid(),
          component.port(),
          component.address());
    }
    table.lines().forEach(screen::line);
    boolean up =
        components.stream()
            .allMatch(
                component ->
                    component.state().equals("ready") || component.state().equals("no model yet"));
    return up ? 0 : NOT_RUNNING;
  }
}
