package dev.grove.inference.serving;

/** Says which alias a request for a model by its name goes to. */
public interface TrafficSplit {
  /** Never waits; the followed alias for a model without a rule. */
  String alias(String model);
}
