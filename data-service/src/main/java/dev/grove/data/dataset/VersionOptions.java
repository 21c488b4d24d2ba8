package dev.grove.data.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import java.util.List;

/**
 * How a source was read, in canonical form: columns by name, lists in a fixed order, nothing left
 * to defaults. Two uploads that mean the same have equal options, and so the same version.
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
  "delimiter",
  "header",
  "encoding",
  "trim",
  "nullTokens",
  "key",
  "drop",
  "target"
})
public record VersionOptions(
    String delimiter,
    boolean header,
    String encoding,
    boolean trim,
    List<String> nullTokens,
    String key,
    List<String> drop,
    String target) {
  public VersionOptions {
    nullTokens = List.copyOf(nullTokens);
    drop = List.copyOf(drop);
  }

  public Cleaning cleaning() {
    return new Cleaning(trim, nullTokens);
  }
}
