package dev.grove.registry.postgres;

import java.sql.SQLException;

/** SQLSTATE 23502: a statement made null what must be there, which is how it takes itself back. */
public final class NotNullViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NotNullViolation(SQLException cause) {
    super(cause);
  }
}
