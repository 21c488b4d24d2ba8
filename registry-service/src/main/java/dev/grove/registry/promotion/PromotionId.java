package dev.grove.registry.promotion;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names a promotion: its chain and the sequence of its first entry, such as {@code 17-3}. */
record PromotionId(long chain, long number) {
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,17})-([1-9][0-9]{0,17})");

  static PromotionId of(LedgerEntry entry) {
    return new PromotionId(entry.chain(), entry.entry().promotion());
  }

  static Optional<PromotionId> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new PromotionId(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return chain + "-" + number;
  }
}
