package dev.grove.registry.promotion;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An entry of the ledger on the wire: the very values that its hash is made of.
 *
 * @param at milliseconds since 1970
 * @param detail a JSON object as text, for its bytes are hashed
 */
@Schema(name = "LedgerEntry")
@JsonInclude(Include.NON_NULL)
public record LedgerEntryJson(
    String previous,
    long chain,
    long sequence,
    long at,
    String model,
    String via,
    String action,
    String state,
    Long promotion,
    String alias,
    Integer version,
    Integer before,
    Integer after,
    Long undoes,
    String actor,
    boolean verified,
    String comment,
    String detail,
    String hash) {
  static LedgerEntryJson of(LedgerEntry entry) {
    Entry told = entry.entry();
    return new LedgerEntryJson(
        entry.previous(),
        entry.chain(),
        entry.sequence(),
        entry.at(),
        entry.model(),
        told.cause().via().text(),
        told.action().text(),
        told.state() == null ? null : told.state().text(),
        told.promotion(),
        told.alias(),
        told.version(),
        told.before(),
        told.after(),
        told.undoes(),
        told.cause().actor().name(),
        told.cause().actor().verified(),
        told.cause().comment(),
        told.detail(),
        entry.hash());
  }
}
