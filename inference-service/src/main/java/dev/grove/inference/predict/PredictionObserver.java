package dev.grove.inference.predict;

/** Is told of every row that was predicted, on the request's thread. */
public interface PredictionObserver {
  /**
   * Must be quick, must not wait and must not throw; what it wants to keep of the row's working
   * memory it copies.
   */
  void answered(AnsweredRow row);
}
