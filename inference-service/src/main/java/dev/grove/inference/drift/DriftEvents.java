package dev.grove.inference.drift;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Passes changes of state on: to the log, to the meters and, if they concern an alarm, to webhooks. */
@Singleton
public final class DriftEvents implements Consumer<StateChange> {
  private static final Logger LOG = Logger.getLogger(DriftEvents.class);

  private final DriftMeters meters;
  private final DriftWebhooks webhooks;

  @Inject
  public DriftEvents(DriftMeters meters, DriftWebhooks webhooks) {
    this.meters = meters;
    this.webhooks = webhooks;
  }

  @Override
  public void accept(StateChange change) {
    LOG.infof(
        "The traffic of %s %s is %s, was %s",
        change.version().model(),
        change.version().version(),
        change.to().wireName(),
        change.from().wireName());
    meters.changed(change);
    if (change.concernsAlarm()) {
      webhooks.send(change);
    }
  }
}
