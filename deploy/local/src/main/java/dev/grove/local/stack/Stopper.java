package dev.grove.local.stack;

import dev.grove.local.Screen;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Ends processes of this stack, and no others: gently first, then by force. */
record Stopper(Screen screen, DurableServer postgres, Duration patience) {
  /** The services together, each with the processes that it started; all are gone afterwards. */
  void stop(Map<Service, Instance> services) throws InterruptedException {
    List<ProcessHandle> children = new ArrayList<>();
    for (Instance service : services.values()) {
      service.process().ifPresent(process -> process.descendants().forEach(children::add));
      service.process().ifPresent(ProcessHandle::destroy);
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (Map.Entry<Service, Instance> service : services.entrySet()) {
      String name = service.getKey().module();
      if (service.getValue().endsBefore(deadline)) {
        screen.note("Stopped %s", name);
      } else {
        service.getValue().process().ifPresent(ProcessHandle::destroyForcibly);
        service.getValue().endsBefore(deadline + patience.toNanos());
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
}
