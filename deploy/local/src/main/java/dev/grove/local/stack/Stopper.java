package dev.grove.local.stack;

import dev.grove.local.Screen;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends processes of this stack, and no others: gently first, then by force. */
record Stopper(Screen screen, DurableServer postgres, Duration patience) {
  /** The services together, each with the processes that it started; all are gone afterwards. */
  void stop(Map<Service, ProcessHandle> services) throws InterruptedException {
    List<ProcessHandle> children = new ArrayList<>();
    services.values().forEach(process -> process.descendants().forEach(children::add));
    services.values().forEach(ProcessHandle::destroy);
    long deadline = System.nanoTime() + patience.toNanos();
    for (Map.Entry<Service, ProcessHandle> entry : services.entrySet()) {
      String name = entry.getKey().module();
      if (ends(entry.getValue(), deadline)) {
        screen.note("Stopped %s", name);
      } else {
        entry.getValue().destroyForcibly();
        ends(entry.getValue(), Long.MAX_VALUE);
        screen.note("Ended %s by force: it did not stop in %d s", name, patience.toSeconds());
      }
    }
    children.forEach(ProcessHandle::destroyForcibly);
  }

  void stopPostgres() throws IOException, InterruptedException {
    if (postgres.running().isPresent()) {
      postgres.stop();
      screen.note("Stopped PostgreSQL");
    }
  }

  private static boolean ends(ProcessHandle process, long deadline) throws InterruptedException {
    try {
      long left = deadline == Long.MAX_VALUE ? deadline : deadline - System.nanoTime();
      process.onExit().get(Math.max(1, left), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return !process.isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }
}
