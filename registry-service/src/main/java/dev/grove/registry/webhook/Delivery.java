package dev.grove.registry.webhook;

import java.time.Instant;

/**
 * One event on its way to one webhook, claimed for one try.
 *
 * @param number of its row
 * @param id the same in every try, so that a target knows what it has already
 * @param attempt from 1
 * @param sealedSecret null if there is none
 */
@SuppressWarnings("ArrayRecordComponent")
record Delivery(
    long number,
    String id,
    long webhook,
    String webhookId,
    String url,
    byte[] sealedSecret,
    int attempt,
    String type,
    Instant occurred,
    String data) {
  String payload() {
    return Payload.of(type, occurred, data);
  }
}
