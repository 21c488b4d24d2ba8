package dev.grove.registry.webhook;

import dev.grove.registry.event.EventFeed;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Puts the parts that deliver together, and lets them run as long as the service does. */
@Singleton
public final class WebhookLifecycle {
  private final Deliverer deliverer;

  WebhookLifecycle(
      WebhookConfig config,
      DeliveryStore store,
      Courier courier,
      DeliveryMeters meters,
      EventFeed feed,
      Clock clock,
      RandomGenerator random) {
    RetryPolicy policy =
        new RetryPolicy(
            config.firstPause(),
            config.longestPause(),
            config.longestRetryAfter(),
            config.maxAttempts(),
            random);
    deliverer = new Deliverer(store, courier, policy, meters, feed::last, clock, config);
    feed.onNews(deliverer::wake);
  }

  @Produces
  @Singleton
  static SecretBox secrets(WebhookConfig config) {
    List<String> keys = new ArrayList<>();
    config.secretKey().filter(key -> !key.isBlank()).ifPresent(keys::add);
    config.formerSecretKeys().ifPresent(keys::addAll);
    return new SecretBox(keys, new SecureRandom());
  }

  @Produces
  @Singleton
  static Resolver resolver() {
    return Resolver.ofSystem();
  }

  @Produces
  @Singleton
  static Sender sender(WebhookConfig config, Vertx vertx, Resolver resolver, Clock clock) {
    List<Network> allowed =
        config.allowedNetworks().orElse(List.of()).stream().map(Network::parse).toList();
    return new Sender(
        vertx,
        new HttpClientOptions(),
        new AddressRule(allowed),
        resolver,
        clock,
        config.timeout());
  }

  static void close(@Disposes Sender sender) {
    sender.close();
  }

  @Produces
  @Singleton
  static Courier courier(Sender sender, SecretBox secrets, Clock clock, WebhookConfig config) {
    return new Courier(sender, secrets, clock, config.allowHttp());
  }

  void start(@Observes StartupEvent event) {
    deliverer.start();
  }

  void stop(@Observes ShutdownEvent event) {
    deliverer.close();
  }
}
