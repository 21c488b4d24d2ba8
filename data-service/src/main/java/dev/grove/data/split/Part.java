package dev.grove.data.split;

import dev.grove.data.NotFound;
import java.util.Locale;

/** A part of a split, in the order in which the engine numbers them. */
public enum Part {
  TRAIN(0),
  VALIDATION(1),
  TEST(2);

  private final int number;

  Part(int number) {
    this.number = number;
  }

  /** How the engine's tables name it. */
  public int number() {
    return number;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The file of a stored version that holds the part's rows. */
  public String fileName() {
    return wireName() + ".parquet";
  }

  /**
   * @throws NotFound if there is no such part
   */
  static Part ofWireName(String name) {
    for (Part part : values()) {
      if (part.wireName().equals(name)) {
        return part;
      }
    }
    throw new NotFound("The parts of a split are train, validation and test");
  }
}
