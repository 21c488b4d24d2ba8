package dev.grove.registry.postgres;

import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/**
 * The registry's PostgreSQL: runs work on a pooled connection and turns SQLSTATEs into refusals.
 *
 * <p>What one statement can do is one statement, committed by itself: one round trip.
 */
@ApplicationScoped
public class Database {
  private final DataSource source;

  /** What the thread's transaction has to do when it has committed; null outside of one. */
  private static final ThreadLocal<List<Runnable>> AFTERWARDS = new ThreadLocal<>();

  public Database(DataSource source) {
    this.source = source;
  }

  /** Something that is done with a connection. */
  @FunctionalInterface
  public interface Work<T> {
    T on(Connection connection) throws SQLException;
  }

  /** Does the work; every statement commits by itself. */
  public <T> T run(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      return work.on(connection);
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /** Does all of the work or, if it throws, nothing of it. */
  public <T> T transaction(Work<T> work) {
    try (Connection connection = source.getConnection()) {
      List<Runnable> outer = AFTERWARDS.get();
      List<Runnable> tasks = new ArrayList<>();
      connection.setAutoCommit(false);
      try {
        AFTERWARDS.set(tasks);
        T result = work.on(connection);
        connection.commit();
        List.copyOf(tasks).forEach(Runnable::run);
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      } finally {
        // Work may run another transaction within its own.
        if (outer == null) {
          AFTERWARDS.remove();
        } else {
          AFTERWARDS.set(outer);
        }
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw translated(e);
    }
  }

  /**
   * Does something when the transaction of this thread has committed, and never if it does not; at
   * once where there is none. It must be short and must not fail.
   */
  public void afterCommit(Runnable task) {
    List<Runnable> tasks = AFTERWARDS.get();
    if (tasks == null) {
      task.run();
    } else {
      tasks.add(task);
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  private static RuntimeException translated(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    if (state.equals("23505")) {
      return new UniqueViolation(e);
    }
    if (state.equals("23502")) {
      return new NotNullViolation(e);
    }
    // 22: a value that PostgreSQL cannot hold; 54: too large for an index or a row.
    if (state.startsWith("22") || state.startsWith("54")) {
      return new RegistryException(
          ErrorCode.INVALID_PARAMETER_VALUE, "The request has a value that cannot be stored.", e);
    }
    // 40: a deadlock or the like; 23503: what a row belongs to was deleted at the same time.
    if (state.startsWith("40") || state.equals("23503")) {
      return new RegistryException(
          ErrorCode.ABORTED, "The request met another one on the same rows; try it again.", e);
    }
    if (isAway(e, state)) {
      return new RegistryException(
          ErrorCode.TEMPORARILY_UNAVAILABLE, "The registry's database is not available.", e);
    }
    return new IllegalStateException(e);
  }

  /** 08: no connection; 53: out of resources; 57P: the server ends; no state: the pool waited. */
  private static boolean isAway(SQLException e, String state) {
    return state.isEmpty()
        || state.startsWith("08")
        || state.startsWith("53")
        || state.startsWith("57P")
        || e instanceof SQLTransientException
        || e instanceof SQLRecoverableException;
  }
}
