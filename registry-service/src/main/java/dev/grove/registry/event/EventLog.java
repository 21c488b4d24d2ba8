package dev.grove.registry.event;

import static dev.grove.registry.postgres.Statements.change;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Map;

/** Writes events in the transaction of the change that they tell of: both or neither are there. */
@ApplicationScoped
public class EventLog {
  private static final String INSERT =
      "insert into registry.event (occurred, type, model, data) values (?, ?, ?, ?::jsonb)";

  private final ObjectMapper json;
  private final Clock clock;
  private final Database database;
  private final EventSignal signal;

  public EventLog(ObjectMapper json, Clock clock, Database database, EventSignal signal) {
    this.json = json;
    this.clock = clock;
    this.database = database;
    this.signal = signal;
  }

  /**
   * Adds an event.
   *
   * @param connection in the transaction of the change
   * @param data what watchers are told, with the names of MLflow's webhook payloads
   */
  public void append(Connection connection, EventType type, String model, Map<String, ?> data)
      throws SQLException {
    change(connection, INSERT, clock.millis(), type.text(), model, text(data));
    appended();
  }

  /** Wakes who looks for new events, where a statement added one by itself. */
  public void appended() {
    database.afterCommit(signal::give);
  }

  private String text(Map<String, ?> data) {
    try {
      return json.writeValueAsString(data);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("an event's data must be plain values", e);
    }
  }
}
