package dev.grove.registry.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A promotion on the wire.
 *
 * @param manifest the version's tag {@code grove.manifest.sha256} at that time
 * @param via the door that it came through: {@code promotions}, {@code alias}, {@code stage},
 *     {@code model}
 * @param expected the version that the alias pointed to when it was asked for
 * @param before and {@code after} are the versions that the alias was moved from and to
 */
@Schema(name = "Promotion")
@JsonInclude(Include.NON_NULL)
public record PromotionJson(
    String id,
    String model,
    String alias,
    String version,
    String manifest,
    String state,
    String via,
    String requestedBy,
    Instant requestedAt,
    String comment,
    String expected,
    String before,
    String after,
    String decidedBy,
    Instant decidedAt,
    String decisionComment,
    List<GateResult> gates,
    List<Approval> approvals) {
  /** A person's approval. */
  @Schema(name = "Approval")
  public record Approval(String actor, boolean verified, Instant at, String comment) {
    static Approval of(LedgerEntry entry) {
      Cause cause = entry.entry().cause();
      return new Approval(
          cause.actor().name(),
          cause.actor().verified(),
          Instant.ofEpochMilli(entry.at()),
          cause.comment());
    }
  }

  static PromotionJson of(Promotion promotion) {
    LedgerEntry opening = promotion.opening();
    LedgerEntry last = promotion.last();
    Entry wish = opening.entry();
    boolean decided = promotion.state() != State.PENDING;
    return new PromotionJson(
        promotion.id().toString(),
        last.model(),
        wish.alias(),
        wish.version().toString(),
        promotion.manifest().orElse(null),
        promotion.state().text(),
        wish.cause().via().text(),
        wish.cause().actor().name(),
        Instant.ofEpochMilli(opening.at()),
        wish.cause().comment(),
        text(wish.before()),
        decided ? text(last.entry().before()) : null,
        decided ? text(last.entry().after()) : null,
        decided ? last.entry().cause().actor().name() : null,
        decided ? Instant.ofEpochMilli(last.at()) : null,
        decided ? last.entry().cause().comment() : null,
        promotion.gates(),
        promotion.approvals().stream().map(Approval::of).toList());
  }

  private static String text(Integer version) {
    return version == null ? null : version.toString();
  }
}
