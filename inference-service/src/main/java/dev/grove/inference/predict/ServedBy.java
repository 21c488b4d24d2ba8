package dev.grove.inference.predict;

import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
import java.util.Locale;

/** Who gave an answer. */
public enum ServedBy {
  /** The model's own forest. */
  MODEL,
  /** The bundle's small forest. */
  FALLBACK,
  /** What is known of the target without looking at the row. */
  PRIOR;

  private final SerializableString json = new SerializedString(name().toLowerCase(Locale.ROOT));

  public String wireName() {
    return json.getValue();
  }

  SerializableString json() {
    return json;
  }
}
