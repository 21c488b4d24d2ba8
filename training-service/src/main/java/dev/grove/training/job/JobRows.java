package dev.grove.training.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.grove.training.fit.Worker;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;

/** Between the columns of {@code training.job} and a {@link TrainingJob}. */
final class JobRows {
  /** Every column that {@link #read} reads. */
  static final String COLUMNS =
      "id, place, state, spec, request_id, created_at, started_at, finished_at, rounds_done,"
          + " metrics, evaluation, error, model_version, home, publish_attempts";

  private static final ObjectMapper JSON = Worker.JSON;

  private JobRows() {}

  static TrainingJob read(ResultSet row) throws SQLException {
    String evaluation = row.getString("evaluation");
    return new TrainingJob(
        row.getString("id"),
        row.getLong("place"),
        parse(row.getString("spec"), new TypeReference<JobSpec>() {}),
        JobState.of(row.getString("state"), row.getString("error"), row.getString("model_version")),
        new Progress(
            row.getInt("rounds_done"),
            parse(row.getString("metrics"), new TypeReference<Map<String, Double>>() {})),
        row.getString("request_id"),
        instant(row, "created_at"),
        instant(row, "started_at"),
        instant(row, "finished_at"),
        evaluation == null ? null : parse(evaluation, new TypeReference<JsonNode>() {}),
        row.getString("home"),
        row.getInt("publish_attempts"));
  }

  static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Has no JSON form: " + value, e);
    }
  }

  static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private static <T> T parse(String json, TypeReference<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored job cannot be read", e);
    }
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
    return time == null ? null : time.toInstant();
  }
}
