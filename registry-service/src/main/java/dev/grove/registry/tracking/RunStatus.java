package dev.grove.registry.tracking;

/** What became of a run, in the order of MLflow's enumeration, which counts from 1. */
public enum RunStatus {
  RUNNING,
  SCHEDULED,
  FINISHED,
  FAILED,
  KILLED
}
