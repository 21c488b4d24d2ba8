package dev.grove.local.stack;

import dev.grove.local.LocalFailure;
import dev.grove.local.Place;
import dev.grove.local.Screen;
import dev.grove.local.postgres.DurableServer;
import dev.grove.local.postgres.Postmaster;
import dev.grove.local.services.Probe;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Brings up what of the stack is missing, and waits until all of it answers. */
record Starter(
    Place place, Screen screen, DurableServer postgres, Path recordFile, Duration limit) {
  /**
   * @param record what was started last
   * @param ports where the stack shall be; only a stack of which no service runs may move
   */
  void start(StackRecord record, Ports ports, StartedHere started)
      throws IOException, InterruptedException, LocalFailure {
    Set<Service> missing = EnumSet.allOf(Service.class);
    missing.removeIf(service -> record.process(service).isPresent());
    boolean database = isPostgresMissing(ports);
    requireFree(missing, database, ports);
    long begin = System.nanoTime();
    if (database) {
      LogFile log = new LogFile(place.log("postgres"));
      log.rotate();
      screen.update("   Starting PostgreSQL on port %d", ports.postgres());
      try {
        started.postgres(
            () -> {
              postgres.start(ports.postgres());
              return null;
            });
      } catch (IOException e) {
        throw new LocalFailure(e.getMessage(), e);
      }
    }
    StackRecord now = record.on(ports);
    for (Service service : missing) {
      now = now.with(service, launch(service, ports, started));
      now.write(recordFile);
    }
    await(now, missing, begin);
    if (database || !missing.isEmpty()) {
      screen.line(
          "   Started %s in %.1f s", names(missing, database), (System.nanoTime() - begin) / 1e9);
    } else {
      screen.line("   Everything was running already");
    }
  }

  private Instance launch(Service service, Ports ports, StartedHere started)
      throws IOException, InterruptedException, LocalFailure {
    LogFile log = new LogFile(place.log(service.module()));
    log.rotate();
    ProcessBuilder builder;
    try {
      builder =
          new ServiceSettings(place, ports)
              .command(service)
              .process(
                  Detached.words(System.getenv().getOrDefault("PATH", "")),
                  place.state(),
                  log.path());
    } catch (IOException e) {
      throw new LocalFailure(e.getMessage(), e);
    }
    return started.service(service, builder::start);
  }

  /** A server that was left behind on another port moves with the stack. */
  private boolean isPostgresMissing(Ports ports) throws IOException, InterruptedException {
    Optional<Postmaster> running = postgres.running();
    if (running.isPresent() && running.get().port() != ports.postgres()) {
      postgres.stop();
      return true;
    }
    return running.isEmpty();
  }

  private void requireFree(Set<Service> missing, boolean database, Ports ports)
      throws LocalFailure {
    List<String> taken = new ArrayList<>();
    for (Service service : missing) {
      if (!Probe.isFree(ports.of(service))) {
        taken.add("Port " + ports.of(service) + " (for " + service.module() + ")");
      }
    }
    if (database && !Probe.isFree(ports.postgres())) {
      taken.add("Port " + ports.postgres() + " (for PostgreSQL)");
    }
    if (!taken.isEmpty()) {
      throw new LocalFailure(
          String.join(", ", taken)
              + (taken.size() == 1 ? " is" : " are")
              + " taken by another program."
              + " End that program, or move the whole stack: --port-base N takes N to N+4,"
              + " for example --port-base 18080.");
    }
  }

  private void await(StackRecord record, Set<Service> started, long begin)
      throws IOException, InterruptedException, LocalFailure {
    Set<Service> waiting = EnumSet.allOf(Service.class);
    while (true) {
      waiting.removeIf(service -> Probe.isOk(record.ports().uri(service).resolve(path(service))));
      if (waiting.isEmpty()) {
        return;
      }
      double seconds = (System.nanoTime() - begin) / 1e9;
      if (postgres.running().isEmpty()) {
        throw new LocalFailure("PostgreSQL ended." + tail("postgres"));
      }
      for (Service service : waiting) {
        if (record.process(service).isEmpty()) {
          throw new LocalFailure(
              service.module() + " ended while starting." + tail(service.module()));
        }
        if (seconds > limit.toSeconds()) {
          throw new LocalFailure(
              service.module()
                  + (started.contains(service) ? " did not become ready" : " does not answer")
                  + " within "
                  + limit.toSeconds()
                  + " s."
                  + tail(service.module()));
        }
      }
      screen.update("   Waiting for %s (%.0f s)", names(waiting, false), seconds);
      Thread.sleep(150);
    }
  }

  /** Inference is not ready before the first model is promoted, but it lives. */
  private static String path(Service service) {
    return service == Service.INFERENCE ? "/q/health/live" : "/q/health/ready";
  }

  private static String names(Set<Service> services, boolean database) {
    List<String> names = new ArrayList<>();
    if (database) {
      names.add("PostgreSQL");
    }
    services.forEach(service -> names.add(service.module()));
    return String.join(", ", names);
  }

  private String tail(String component) throws IOException {
    Path log = place.log(component);
    return "\nThe end of "
        + place.shown(log)
        + ":\n"
        + String.join("\n", new LogFile(log).tail(Files.exists(log) ? 30 : 0));
  }
}
