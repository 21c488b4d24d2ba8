package dev.grove.registry.postgres;

import java.sql.SQLException;

/** SQLSTATE 23505: the row is there already. */
public final class UniqueViolation extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UniqueViolation(SQLException cause) {
    super(cause);
  }
}
