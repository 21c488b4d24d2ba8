package dev.grove.local.demo;

import dev.grove.local.Screen;

/** The demo's numbered steps, and how long each took. */
final class Steps {
  private static final int COUNT = 8;

  private final Screen screen;
  private final long begin = System.nanoTime();
  private int number;

  Steps(Screen screen) {
    this.screen = screen;
  }

  void next(String title) {
    number++;
    if (number > 1) {
      screen.line("");
    }
    screen.line("%d/%d %s", number, COUNT, title);
  }

  void finish() {
    screen.line("");
    screen.line("All %d steps done in %.1f s", COUNT, (System.nanoTime() - begin) / 1e9);
  }
}
