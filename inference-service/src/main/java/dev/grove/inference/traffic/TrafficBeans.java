package dev.grove.inference.traffic;

import dev.grove.inference.serving.Catalogue;
import dev.grove.inference.serving.FollowedAliases;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/** The parts of traffic, put together as the configuration says. */
final class TrafficBeans {
  @Produces
  @Singleton
  TrafficRules trafficRules(
      Catalogue catalogue,
      FollowedAliases aliases,
      CurrentRequest request,
      TrafficMeters meters,
      Clock clock) {
    return new TrafficRules(catalogue, aliases, request, meters, ThreadLocalRandom::current, clock);
  }

  @Produces
  @Singleton
  ShadowQueue shadowQueue(TrafficConfig config) {
    return new ShadowQueue(config.shadowQueue(), config.shadowQueueSize().asLongValue());
  }

  @Produces
  @Singleton
  ShadowObserver shadowObserver(TrafficRules rules, ShadowQueue queue, TrafficMeters meters) {
    return new ShadowObserver(rules, queue, meters, ThreadLocalRandom::current);
  }

  @Produces
  @Singleton
  ShadowScorer shadowScorer(
      TrafficRules rules, FollowedAliases aliases, ShadowQueue queue, TrafficMeters meters) {
    return new ShadowScorer(rules, aliases, queue, meters);
  }

  /** Rules are known, and their versions on their way, before the first request asks. */
  void start(@Observes StartupEvent event, ShadowScorer shadows) {
    shadows.start();
  }

  void stop(@Observes ShutdownEvent event, ShadowScorer shadows) {
    shadows.close();
  }
}
