package dev.grove.data.split;

import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A split on the wire. */
@Schema(name = "Split")
public record SplitJson(
    @Schema(examples = "default") String name,
    @Schema(examples = "42") long seed,
    Map<String, PartJson> parts) {
  /** A part on the wire. */
  @Schema(name = "Part")
  public record PartJson(long rows) {}

  static SplitJson of(SplitSizes split) {
    Map<String, PartJson> parts = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      parts.put(part.wireName(), new PartJson(split.of(part)));
    }
    return new SplitJson(split.name(), split.seed(), parts);
  }
}
