package dev.grove.registry.event;

import com.fasterxml.jackson.annotation.JsonRawValue;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** An event as readers see it. */
public record EventJson(
    long position,
    String type,
    String model,
    String occurredAt,
    @JsonRawValue
        @Schema(description = "With the names of MLflow's webhooks", type = SchemaType.OBJECT)
        String data) {
  static EventJson of(Event event) {
    return new EventJson(
        event.position(),
        event.type(),
        event.model(),
        Instant.ofEpochMilli(event.occurred()).toString(),
        event.data());
  }
}
