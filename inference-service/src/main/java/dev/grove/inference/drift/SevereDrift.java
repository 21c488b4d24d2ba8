package dev.grove.inference.drift;

import dev.grove.inference.fallback.DriftAlarm;
import dev.grove.inference.serving.ServedModel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Lets the fallback answer while a model's traffic is unlike what it was made from. */
@Singleton
public final class SevereDrift implements DriftAlarm {
  private final DriftMonitor monitor;

  @Inject
  public SevereDrift(DriftMonitor monitor) {
    this.monitor = monitor;
  }

  @Override
  public boolean isSevere(ServedModel model) {
    return monitor.stateOf(model) == DriftState.SEVERE;
  }
}
