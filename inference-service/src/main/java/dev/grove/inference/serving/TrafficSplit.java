package dev.grove.inference.serving;

import java.util.Optional;

/** Says which version a request for a model by its name goes to. */
public interface TrafficSplit {
  /**
   * Never waits; empty where the alias that is always followed answers. Asked once for each
   * request.
   */
  Optional<ServedModel> choose(String model);
}
