package dev.grove.registry.promotion;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.grove.registry.actor.Actor;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * A decision as the ledger holds it.
 *
 * @param chain the model's number, which it keeps under every name
 * @param sequence its place in the chain, from 1
 * @param at milliseconds since 1970
 * @param previous the hash of the entry before, or {@link #BEFORE_ALL}
 * @param hash 64 hexadecimal digits
 */
record LedgerEntry(
    long chain, long sequence, long at, String model, Entry entry, String previous, String hash) {
  static final String BEFORE_ALL = "0".repeat(64);

  /** The entry that comes after {@code previous}. */
  static LedgerEntry next(
      long chain, long sequence, long at, String model, Entry entry, String previous) {
    Entry numbered = Entry.OPENS.equals(entry.promotion()) ? entry.withPromotion(sequence) : entry;
    LedgerEntry open = new LedgerEntry(chain, sequence, at, model, numbered, previous, "");
    return new LedgerEntry(chain, sequence, at, model, numbered, previous, open.computedHash());
  }

  /** The SHA-256 of {@link #canonical()}. */
  String computedHash() {
    return sha256(canonical());
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * The bytes that are hashed: a line for each field, {@code name length:value}, where the length
   * counts the value's bytes in UTF-8; what does not apply is {@code name -}. The lengths make two
   * different entries two different texts, whatever a comment holds.
   */
  byte[] canonical() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1_024);
    put(bytes, "format", "grove-ledger-1");
    put(bytes, "previous", previous);
    put(bytes, "chain", chain);
    put(bytes, "sequence", sequence);
    put(bytes, "at", at);
    put(bytes, "model", model);
    put(bytes, "via", entry.cause().via().text());
    put(bytes, "action", entry.action().text());
    put(bytes, "state", entry.state() == null ? null : entry.state().text());
    put(bytes, "promotion", entry.promotion());
    put(bytes, "alias", entry.alias());
    put(bytes, "version", entry.version());
    put(bytes, "before", entry.before());
    put(bytes, "after", entry.after());
    put(bytes, "undoes", entry.undoes());
    put(bytes, "actor", entry.cause().actor().name());
    put(bytes, "verified", entry.cause().actor().verified());
    put(bytes, "comment", entry.cause().comment());
    put(bytes, "detail", entry.detail());
    return bytes.toByteArray();
  }

  private static void put(ByteArrayOutputStream bytes, String name, Object value) {
    bytes.writeBytes(name.getBytes(UTF_8));
    if (value == null) {
      bytes.writeBytes(" -\n".getBytes(UTF_8));
      return;
    }
    byte[] text = value.toString().getBytes(UTF_8);
    bytes.writeBytes((" " + text.length + ":").getBytes(UTF_8));
    bytes.writeBytes(text);
    bytes.write('\n');
  }

  /** Reads a row of {@code registry.ledger}. */
  static LedgerEntry read(ResultSet row) throws SQLException {
    String state = row.getString("state");
    return new LedgerEntry(
        row.getLong("model_no"),
        row.getLong("sequence"),
        row.getLong("recorded_at"),
        row.getString("model"),
        new Entry(
            new Cause(
                Via.valueOf(upper(row.getString("via"))),
                new Actor(row.getString("actor"), row.getBoolean("actor_verified")),
                row.getString("comment")),
            Action.valueOf(upper(row.getString("action"))),
            state == null ? null : State.of(state),
            row.getObject("promotion", Long.class),
            row.getString("alias"),
            row.getObject("version", Integer.class),
            row.getObject("holder_before", Integer.class),
            row.getObject("holder_after", Integer.class),
            row.getObject("undoes", Long.class),
            row.getString("detail")),
        row.getString("previous"),
        row.getString("hash"));
  }

  private static String upper(String text) {
    return text.toUpperCase(Locale.ROOT);
  }
}
