package dev.grove.registry.promotion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.grove.registry.promotion.Gate.Approvals;
import dev.grove.registry.promotion.Gate.DataQuality;
import dev.grove.registry.promotion.Gate.FreshEvaluation;
import dev.grove.registry.promotion.Gate.Improvement;
import dev.grove.registry.promotion.Gate.MetricBound;
import dev.grove.registry.promotion.Gate.SameInput;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a model's owner demands before an alias moves: gates, and the aliases that they guard.
 *
 * @param aliases in the order of their names
 */
record Policy(List<String> aliases, List<Gate> gates) {
  private static final String CHAMPION = "champion";
  private static final int MOST_ALIASES = 20;
  private static final int MOST_GATES = 50;
  private static final int MOST_APPROVALS = 20;
  private static final Duration LONGEST_AGE = Duration.ofDays(3_660);

  Policy {
    aliases = List.copyOf(aliases);
    gates = List.copyOf(gates);
  }

  boolean protects(String alias) {
    return aliases.contains(alias);
  }

  /** How many others must approve. */
  int approvals() {
    return gates.stream()
        .mapToInt(gate -> gate instanceof Approvals approvals ? approvals.count() : 0)
        .sum();
  }

  boolean comparesInputs() {
    return gates.stream().anyMatch(SameInput.class::isInstance);
  }

  /** The run's metrics that the gates look at. */
  Set<String> metrics() {
    Set<String> keys = new TreeSet<>();
    gates.forEach(gate -> gate.metric().ifPresent(keys::add));
    return keys;
  }

  /** Reads what {@link #json} wrote. */
  static Policy parse(String text) {
    return read(new Request(StrictJson.stored(text), ""));
  }

  /**
   * @throws InvalidField naming what is wrong
   */
  static Policy read(Request request) {
    request.allowOnly(
        "aliases",
        "metrics",
        "improvements",
        "sameInput",
        "dataQuality",
        "evaluation",
        "approvals");
    List<Gate> gates = new ArrayList<>();
    request.objects("metrics", MOST_GATES).forEach(each -> gates.add(bound(each)));
    request.objects("improvements", MOST_GATES).forEach(each -> gates.add(improvement(each)));
    if (request.flag("sameInput")) {
      gates.add(new SameInput());
    }
    request.object("dataQuality").ifPresent(each -> gates.add(dataQuality(each)));
    request.object("evaluation").ifPresent(each -> gates.add(evaluation(each)));
    int approvals = request.integer("approvals", 0, MOST_APPROVALS).orElse(0);
    if (approvals > 0) {
      gates.add(new Approvals(approvals));
    }
    if (gates.isEmpty()) {
      throw new InvalidField("metrics", "is missing, and so is every other gate");
    }
    return new Policy(aliases(request), gates);
  }

  private static List<String> aliases(Request request) {
    Set<String> names = new TreeSet<>(request.aliases("aliases", MOST_ALIASES));
    return names.isEmpty() ? List.of(CHAMPION) : List.copyOf(names);
  }

  private static Gate bound(Request request) {
    request.allowOnly("split", "metric", "atLeast", "atMost");
    Optional<Double> atLeast = request.real("atLeast");
    Optional<Double> atMost = request.real("atMost");
    if (atLeast.isPresent() == atMost.isPresent()) {
      throw new InvalidField(request.path("atLeast"), "or 'atMost' must be given, and only one");
    }
    return new MetricBound(
        request.metric(), atLeast.isPresent(), atLeast.or(() -> atMost).orElseThrow());
  }

  private static Gate improvement(Request request) {
    request.allowOnly("split", "metric", "by", "better");
    double by = request.real("by").orElse(0.0);
    if (by < 0) {
      throw new InvalidField(request.path("by"), "must not be negative");
    }
    String better = request.text("better").orElse("higher");
    if (!better.equals("higher") && !better.equals("lower")) {
      throw new InvalidField(request.path("better"), "must be 'higher' or 'lower'");
    }
    return new Improvement(request.metric(), better.equals("higher"), by);
  }

  private static Gate dataQuality(Request request) {
    request.allowOnly("atLeast");
    return new DataQuality(
        request
            .real("atLeast")
            .orElseThrow(() -> new InvalidField(request.path("atLeast"), "is missing")));
  }

  private static Gate evaluation(Request request) {
    request.allowOnly("maxAge");
    return new FreshEvaluation(request.duration("maxAge", LONGEST_AGE));
  }

  /** The policy as a client would write it, with what it left out. */
  ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    ArrayNode names = json.putArray("aliases");
    aliases.forEach(names::add);
    gates.forEach(gate -> gate.write(json));
    return json;
  }

  @Override
  public String toString() {
    JsonNode json = json();
    return json.toString();
  }
}
