package dev.grove.local.stack;

import dev.grove.local.LocalFailure;
import dev.grove.local.services.Service;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * What this run of the launcher started. Whatever ends the run before {@link #keep} takes it down
 * again: a failure, Ctrl-C, SIGTERM.
 */
public final class StartedHere {
  private final Stopper stopper;
  private final Map<Service, Instance> services = new EnumMap<>(Service.class);
  private boolean postgres;
  private boolean over;

  StartedHere(Stopper stopper) {
    this.stopper = stopper;
  }

  /** Starts one thing. */
  interface Start<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Starts PostgreSQL, unless the end has begun. */
  synchronized void postgres(Start<?> start)
      throws IOException, InterruptedException, LocalFailure {
    refuseAtTheEnd();
    postgres = true;
    start.run();
  }

  /** Starts a service, unless the end has begun. */
  synchronized Instance service(Service service, Start<Process> start)
      throws IOException, InterruptedException, LocalFailure {
    refuseAtTheEnd();
    Instance instance = Instance.of(start.run().toHandle());
    services.put(service, instance);
    return instance;
  }

  private void refuseAtTheEnd() throws LocalFailure {
    if (over) {
      throw new LocalFailure("Interrupted while starting.");
    }
  }

  /** From now on it outlives this run. */
  public synchronized void keep() {
    over = true;
    services.clear();
    postgres = false;
  }

  /** Takes it down, once. */
  public synchronized void takeDown() throws IOException, InterruptedException {
    over = true;
    Map<Service, Instance> mine = new EnumMap<>(services);
    boolean mineToo = postgres;
    services.clear();
    postgres = false;
    stopper.stop(mine);
    if (mineToo) {
      stopper.stopPostgres();
    }
  }

  /** Takes it down too when the JVM is told to end. */
  StartedHere atShutdown() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::takeDownQuietly, "take-down"));
    return this;
  }

  private void takeDownQuietly() {
    try {
      takeDown();
    } catch (IOException | InterruptedException e) {
      stopper.screen().note("Could not stop everything: %s", e.getMessage());
    }
  }
}
