package dev.grove.registry.webhook;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The body of a delivery, in MLflow's shape. */
final class Payload {
  /** With a numeric offset, which old versions of Python read. */
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSxxx", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Payload() {}

  /**
   * @param type {@code entity.action}
   * @param data a JSON object
   */
  static String of(String type, Instant occurred, String data) {
    int dot = type.indexOf('.');
    return "{\"entity\":\""
        + type.substring(0, dot)
        + "\",\"action\":\""
        + type.substring(dot + 1)
        + "\",\"timestamp\":\""
        + TIME.format(occurred)
        + "\",\"data\":"
        + data
        + "}";
  }

  /** What a test delivers: data of the event's kind. */
  static String example(WebhookEvent event, Instant now) {
    String data =
        switch (event.entity()) {
          case ENTITY_UNSPECIFIED -> throw new IllegalStateException("no such event");
          case REGISTERED_MODEL ->
              "{\"name\":\"example_model\",\"tags\":{\"key\":\"value\"},\"description\":\"A test\"}";
          case MODEL_VERSION ->
              "{\"name\":\"example_model\",\"version\":\"1\",\"source\":\"models:/example\","
                  + "\"run_id\":\"0123456789abcdef\",\"tags\":{\"key\":\"value\"},"
                  + "\"description\":\"A test\"}";
          case MODEL_VERSION_TAG, PROMPT_VERSION_TAG ->
              "{\"name\":\"example_model\",\"version\":\"1\",\"key\":\"key\"" + value(event) + "}";
          case MODEL_VERSION_ALIAS, PROMPT_ALIAS ->
              "{\"name\":\"example_model\",\"alias\":\"champion\"" + version(event) + "}";
          case PROMPT ->
              "{\"name\":\"example_prompt\",\"tags\":{\"key\":\"value\"},\"description\":\"A test\"}";
          case PROMPT_VERSION ->
              "{\"name\":\"example_prompt\",\"version\":\"1\",\"template\":\"Hello {{name}}\","
                  + "\"tags\":{\"key\":\"value\"},\"description\":\"A test\"}";
          case PROMPT_TAG -> "{\"name\":\"example_prompt\",\"key\":\"key\"" + value(event) + "}";
          case BUDGET_POLICY ->
              "{\"budget_policy_id\":\"example\",\"budget_unit\":\"USD\",\"budget_amount\":100.0,"
                  + "\"current_spend\":101.5,\"duration_unit\":\"MONTHS\",\"duration_value\":1,"
                  + "\"target_scope\":\"GLOBAL\",\"workspace\":\"default\",\"target_value\":null,"
                  + "\"window_start\":0}";
        };
    return of(event.text(), now, data);
  }

  private static String value(WebhookEvent event) {
    return event.action() == WebhookAction.SET ? ",\"value\":\"value\"" : "";
  }

  private static String version(WebhookEvent event) {
    return event.action() == WebhookAction.CREATED ? ",\"version\":\"1\"" : "";
  }
}
