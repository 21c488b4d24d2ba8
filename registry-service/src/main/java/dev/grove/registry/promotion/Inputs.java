package dev.grove.registry.promotion;

import java.util.HashMap;
import java.util.Map;

/**
 * The inputs that a decision compares, read before it: an artifact store may be slow, and nobody
 * else can decide about the model while its lock is held.
 */
final class Inputs {
  private final Map<String, InputSchema> known = new HashMap<>();

  /** One is wanted that was not read: the transaction is to be tried again with it. */
  static final class Missing extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String storage;

    Missing(String storage) {
      super("the input of " + storage + " is wanted", null, false, false);
      this.storage = storage;
    }
  }

  InputSchema of(String storage) {
    InputSchema input = known.get(storage);
    if (input == null) {
      throw new Missing(storage);
    }
    return input;
  }

  void read(InputReader reader, Missing missing) {
    known.put(missing.storage, reader.read(missing.storage));
  }
}
