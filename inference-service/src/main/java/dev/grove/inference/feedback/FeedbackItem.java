package dev.grove.inference.feedback;

/**
 * The truth about one prediction.
 *
 * @param label the class, as text
 * @param value the number; NaN if the truth is no number
 */
record FeedbackItem(String predictionId, String label, double value) {}
