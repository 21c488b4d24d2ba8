package dev.grove.registry.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;

/**
 * What a look at a whole chain found.
 *
 * @param length of the sound part
 * @param head the hash of the sound part's last entry
 * @param firstBroken null if the chain is sound
 * @param astray aliases that do not point where the ledger has them
 */
@JsonInclude(Include.NON_EMPTY)
public record Verification(
    long chain,
    boolean ok,
    long length,
    String head,
    boolean deleted,
    Break firstBroken,
    List<String> astray) {
  /** The first entry that is wrong. */
  public record Break(long sequence, String reason) {}
}
