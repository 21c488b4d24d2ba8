package dev.grove.inference.traffic;

import dev.grove.inference.Refused;
import dev.grove.inference.serving.Catalogue;
import dev.grove.inference.serving.FollowedAliases;
import dev.grove.inference.serving.ModelAlias;
import dev.grove.inference.serving.RegisteredModel;
import dev.grove.inference.serving.ServedModel;
import dev.grove.inference.serving.TrafficSplit;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jboss.logging.Logger;

/**
 * The models' rules as their tags in the registry say, so that every replica follows the same. A
 * tag that is no rule is reported, and the model's requests go to the alias that is always
 * followed, as those do whose alias has no version that can answer at once.
 */
public final class TrafficRules implements TrafficSplit {
  private static final Logger LOG = Logger.getLogger(TrafficRules.class);

  private final Catalogue catalogue;
  private final FollowedAliases aliases;
  private final CurrentRequest request;
  private final TrafficMeters meters;
  private final Supplier<RandomGenerator> random;
  private final Clock clock;
  private final Map<String, ModelTraffic> models = new ConcurrentHashMap<>();

  /**
   * @param random the calling thread's
   */
  TrafficRules(
      Catalogue catalogue,
      FollowedAliases aliases,
      CurrentRequest request,
      TrafficMeters meters,
      Supplier<RandomGenerator> random,
      Clock clock) {
    this.catalogue = catalogue;
    this.aliases = aliases;
    this.request = request;
    this.meters = meters;
    this.random = random;
    this.clock = clock;
    catalogue.onChange(this::changed);
    catalogue.all().forEach(model -> changed(model.name()));
  }

  Optional<ModelTraffic> find(String model) {
    return Optional.ofNullable(models.get(model));
  }

  @Override
  public Optional<ServedModel> choose(String model) {
    ModelTraffic traffic = models.get(model);
    if (traffic == null || traffic.rule() == null || traffic.rule().routes().isEmpty()) {
      return Optional.empty();
    }
    String alias = traffic.rule().route(place(model, traffic.rule()));
    Optional<ServedModel> ready = aliases.ready(model, alias);
    String answering = ready.isPresent() ? alias : aliases.always();
    if (ready.isEmpty()) {
      traffic.fellBack().increment();
    }
    traffic.count(answering);
    meters.routed(model, answering);
    request.answeredBy(answering);
    return ready;
  }

  private double place(String model, TrafficRule rule) {
    Optional<String> key = request.key();
    if (key.isEmpty() && rule.keyColumn() != null) {
      key = request.field(rule.keyColumn());
    }
    return key.map(text -> KeyPlace.of(model, text)).orElseGet(() -> random.get().nextDouble());
  }

  private synchronized void changed(String name) {
    String tag = catalogue.find(name).map(RegisteredModel::traffic).orElse(null);
    ModelTraffic before = models.get(name);
    if (tag == null ? before == null : before != null && tag.equals(before.tag())) {
      return;
    }
    if (tag == null) {
      models.remove(name);
      LOG.infof("%s has no rule for its traffic any more", name);
    } else {
      models.put(name, read(name, tag));
    }
    Set<ModelAlias> pinned = new HashSet<>();
    models.forEach(
        (model, traffic) -> {
          if (traffic.rule() != null) {
            traffic.rule().aliases().forEach(alias -> pinned.add(new ModelAlias(model, alias)));
          }
        });
    aliases.pin(pinned);
  }

  private ModelTraffic read(String name, String tag) {
    try {
      TrafficRule rule = TrafficRuleReader.read(tag);
      LOG.infof("%s has a rule for its traffic: %s", name, rule);
      return ModelTraffic.of(tag, rule, null, clock.instant());
    } catch (Refused e) {
      LOG.warnf("The tag grove.traffic of %s is no rule: %s", name, e.getMessage());
      return ModelTraffic.of(tag, null, e.getMessage(), clock.instant());
    }
  }
}
