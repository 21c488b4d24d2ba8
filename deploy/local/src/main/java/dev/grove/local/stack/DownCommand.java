package dev.grove.local.stack;

import dev.grove.local.Place;
import dev.grove.local.Screen;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code grove down}. */
@Command(name = "down", description = "Stops everything of this checkout's stack. Its data stays.")
public final class DownCommand implements Callable<Integer> {
  private final Screen screen;
  private final Place place;

  /** Taken so that every command has it; there is one stack to stop, wherever it is. */
  @Mixin private PortOption port;

  public DownCommand(Screen screen, Place place) {
    this.screen = screen;
    this.place = place;
  }

  @Override
  public Integer call() throws Exception {
    port.ports();
    if (!new Stack(place, screen).down()) {
      screen.line("Nothing of this checkout is running");
    }
    return 0;
  }
}
