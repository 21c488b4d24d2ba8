package dev.grove.inference.scoring;

import java.io.IOException;

/** What was asked of data-service did not come. */
final class DataServiceFault extends IOException {
  private static final long serialVersionUID = 1;

  private final int status;

  /**
   * @param status that it answered; 0 if it did not answer
   */
  DataServiceFault(int status, String message, Throwable cause) {
    super(message, cause);
    this.status = status;
  }

  /** Whether the question was at fault, and would be again. */
  boolean isRefusal() {
    return status >= 400 && status < 500 && status != 408 && status != 429;
  }
}
