package dev.grove.registry.logged;

/** Whether a logged model's files are there, in the order of MLflow's enumeration, from 0. */
public enum LoggedModelStatus {
  LOGGED_MODEL_STATUS_UNSPECIFIED,
  LOGGED_MODEL_PENDING,
  LOGGED_MODEL_READY,
  LOGGED_MODEL_UPLOAD_FAILED
}
