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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** This checkout's stack: PostgreSQL and the four services. There is one per checkout. */
public final class Stack {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(20);

  private final Place place;
  private final Screen screen;
  private final DurableServer postgres;
  private final Stopper stopper;
  private final Path recordFile;

  public Stack(Place place, Screen screen) {
    this.place = place;
    this.screen = screen;
    this.postgres = new DurableServer(place.state().resolve("postgres"), place.log("postgres"));
    this.stopper = new Stopper(screen, postgres, STOP_PATIENCE);
    this.recordFile = place.state().resolve("stack.json");
  }

  /** One of the stack's processes as it stands now; {@code pid} is null if it does not run. */
  public record Component(String name, String state, Long pid, int port, String address) {}

  /** Collects what the next {@link #up} starts, and takes it down if the JVM is told to end. */
  public StartedHere startedHere() {
    return new StartedHere(stopper).atShutdown();
  }

  /**
   * Starts what is missing and waits until everything answers.
   *
   * @param wanted nothing takes the ports of what runs already, else the usual ones
   * @return where the stack is
   * @throws LocalFailure if a port is taken, something does not start, or the stack runs elsewhere
   */
  public Ports up(Optional<Ports> wanted, StartedHere started)
      throws IOException, InterruptedException, LocalFailure {
    return StackLock.holding(place.state(), () -> start(wanted, started));
  }

  private Ports start(Optional<Ports> wanted, StartedHere started)
      throws IOException, InterruptedException, LocalFailure {
    StackRecord record = StackRecord.read(recordFile);
    Ports ports = wanted.orElseGet(() -> new Ports(null));
    if (record.anyAlive()) {
      refuseToMove(record.ports(), wanted);
      ports = record.ports();
    }
    new Starter(place, screen, postgres, recordFile, START_LIMIT).start(record, ports, started);
    return ports;
  }

  private void refuseToMove(Ports running, Optional<Ports> wanted) throws LocalFailure {
    if (wanted.isPresent() && !wanted.get().equals(running)) {
      throw new LocalFailure(
          "This checkout's stack runs already, on "
              + running.described()
              + ". Use it there, or stop it first: "
              + place.grove()
              + " down");
    }
  }

  /**
   * Where the running stack is.
   *
   * @throws LocalFailure if it does not run, or not on the ports that were asked for
   */
  public Ports running(Optional<Ports> wanted) throws IOException, LocalFailure {
    StackRecord record = StackRecord.read(recordFile);
    if (!record.anyAlive()) {
      throw new LocalFailure("Grove is not running. Start it: " + place.grove() + " up");
    }
    refuseToMove(record.ports(), wanted);
    return record.ports();
  }

  /**
   * Stops everything of this stack that runs.
   *
   * @return whether anything ran
   */
  public boolean down() throws IOException, InterruptedException, LocalFailure {
    if (!Files.isDirectory(place.state())) {
      return false;
    }
    return StackLock.holding(place.state(), this::stop);
  }

  private boolean stop() throws IOException, InterruptedException {
    StackRecord record = StackRecord.read(recordFile);
    Map<Service, Instance> alive = new EnumMap<>(Service.class);
    alive.putAll(record.services());
    alive.values().removeIf(service -> !service.isAlive());
    boolean database = postgres.running().isPresent();
    stopper.stop(alive);
    stopper.stopPostgres();
    Files.deleteIfExists(recordFile);
    return database || !alive.isEmpty();
  }

  public List<Component> status() throws IOException {
    StackRecord record = StackRecord.read(recordFile);
    Ports ports = record.ports();
    List<Component> components = new ArrayList<>();
    Optional<Postmaster> postmaster = postgres.running();
    components.add(
        new Component(
            "PostgreSQL",
            postmaster.map(found -> found.ready() ? "ready" : "not ready").orElse("stopped"),
            postmaster.map(Postmaster::pid).orElse(null),
            postmaster.map(Postmaster::port).orElse(ports.postgres()),
            DurableServer.jdbcUrl(postmaster.map(Postmaster::port).orElse(ports.postgres()))));
    for (Service service : Service.values()) {
      Optional<ProcessHandle> process = record.process(service);
      components.add(
          new Component(
              service.module(),
              process.isPresent() ? health(ports, service) : "stopped",
              process.map(ProcessHandle::pid).orElse(null),
              ports.of(service),
              ports.uri(service).toString()));
    }
    return components;
  }

  private static String health(Ports ports, Service service) {
    if (Probe.isOk(ports.uri(service).resolve("/q/health/ready"))) {
      return "ready";
    }
    if (!Probe.isOk(ports.uri(service).resolve("/q/health/live"))) {
      return "does not answer";
    }
    return service == Service.INFERENCE ? "no model yet" : "not ready";
  }

  /** The last lines that a service logged, under its file's name. */
  public String logTail(Service service) throws IOException {
    Path log = place.log(service.module());
    return "The end of " + place.shown(log) + ":\n" + String.join("\n", new LogFile(log).tail(30));
  }
}
