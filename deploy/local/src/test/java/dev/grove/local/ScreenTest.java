package dev.grove.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.AccessDeniedException;
import org.junit.jupiter.api.Test;

class ScreenTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void writesOverProgressOnATerminal() {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), true);

    screen.update("round %d of many", 1);
    screen.update("round 2");
    screen.line("done");

    assertThat(out.toString()).isEqualTo("\rround 1 of many\rround 2        \ndone\n");
  }

  @Test
  void showsProgressNowAndThenElsewhere() {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false);

    screen.update("round 1");
    screen.update("round 2");
    screen.line("done");

    assertThat(out.toString()).isEqualTo("round 1\ndone\n");
  }

  @Test
  void keepsDiagnosticsApart() {
    Screen screen = new Screen(new PrintWriter(out), new PrintWriter(err), false);

    screen.line("100%");
    screen.failure(new LocalFailure("the reason"));
    screen.failure(new AccessDeniedException("/a/lock"));
    screen.failure(new IllegalStateException("a mistake of ours"));

    assertThat(out.toString()).isEqualTo("100%\n");
    assertThat(err.toString())
        .startsWith(
            """
            grove: the reason
            grove: No permission for /a/lock. Does it belong to another user?
            grove: java.lang.IllegalStateException: a mistake of ours
            """)
        .contains("ScreenTest");
  }
}
