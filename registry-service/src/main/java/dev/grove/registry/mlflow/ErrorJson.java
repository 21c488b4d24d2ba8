package dev.grove.registry.mlflow;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.grove.registry.ErrorCode;

/** An error in MLflow's shape. */
public record ErrorJson(@JsonProperty("error_code") String errorCode, String message) {
  static ErrorJson of(ErrorCode code, String message) {
    return new ErrorJson(code.name(), message);
  }
}
