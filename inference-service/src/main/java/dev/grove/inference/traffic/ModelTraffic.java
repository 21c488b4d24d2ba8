package dev.grove.inference.traffic;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * A model's rule and what was counted since it stands.
 *
 * @param tag as the registry has it
 * @param rule null where the tag is no rule
 * @param error why it is none, else null
 * @param since when this process learnt of it
 */
record ModelTraffic(
    String tag,
    TrafficRule rule,
    String error,
    Instant since,
    Map<String, LongAdder> routed,
    LongAdder fellBack,
    ShadowCounts shadow) {

  static ModelTraffic of(String tag, TrafficRule rule, String error, Instant since) {
    return new ModelTraffic(
        tag, rule, error, since, new ConcurrentHashMap<>(), new LongAdder(), new ShadowCounts());
  }

  /** Counts a request that an alias of the rule answered. */
  void count(String alias) {
    routed.computeIfAbsent(alias, name -> new LongAdder()).increment();
  }

  /** Requests that each alias answered. */
  Map<String, Long> counts() {
    Map<String, Long> counts = new TreeMap<>();
    routed.forEach((alias, count) -> counts.put(alias, count.sum()));
    return counts;
  }
}
