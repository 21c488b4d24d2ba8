package dev.grove.inference.drift;

/** Which part of the traffic a watched quantity belongs to. */
enum Part {
  INPUT,
  PREDICTION,
  CONFIDENCE
}
