package dev.grove.registry.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.registry.ErrorCode;
import dev.grove.registry.RegistryException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class DatabaseTest {
  private static EmbeddedServer server;
  private static Database database;

  @BeforeAll
  static void start() throws IOException {
    server =
        EmbeddedServer.forTests(Path.of(System.getProperty("java.io.tmpdir"), "postgres-database"));
    database = database(server.jdbcUrl());
    run("create table t (a int primary key)");
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static Database database(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setUser(EmbeddedServer.USER);
    return new Database(source);
  }

  private static int run(String sql, Object... values) {
    return database.run(connection -> Statements.change(connection, sql, values));
  }

  private static void assertCode(ErrorCode code, String sql, Object... values) {
    assertThatThrownBy(() -> run(sql, values))
        .isInstanceOfSatisfying(RegistryException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void knowsSqlStates() {
    run("insert into t values (1)");
    assertThatThrownBy(() -> run("insert into t values (1)")).isInstanceOf(UniqueViolation.class);
    assertThatThrownBy(() -> run("no sql")).isInstanceOf(IllegalStateException.class);
    assertCode(ErrorCode.INVALID_PARAMETER_VALUE, "insert into t values (99999999999::int)");
    assertCode(ErrorCode.INVALID_PARAMETER_VALUE, "select ?::text", "a\0");
    assertCode(
        ErrorCode.TEMPORARILY_UNAVAILABLE,
        "do $$ begin raise exception using errcode = '53300'; end $$");
    run("create table child (a int references t (a))");
    assertCode(ErrorCode.ABORTED, "insert into child values (99)");
    assertCode(ErrorCode.ABORTED, "do $$ begin raise exception using errcode = '40P01'; end $$");
  }

  @Test
  void aDatabaseThatIsAwayIsTemporary() {
    Database away = database("jdbc:postgresql://127.0.0.1:1/postgres?connectTimeout=5");

    assertThatThrownBy(() -> away.run(connection -> 1))
        .isInstanceOfSatisfying(
            RegistryException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.TEMPORARILY_UNAVAILABLE));
  }

  @Test
  void aTransactionIsAllOrNothing() {
    assertThatThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      Statements.change(connection, "insert into t values (2)");
                      throw RegistryException.invalid("no");
                    }))
        .isInstanceOf(RegistryException.class);
    database.transaction(connection -> Statements.change(connection, "insert into t values (3)"));

    List<Integer> found =
        database.run(
            connection ->
                Statements.list(connection, "select a from t where a > 1", row -> row.getInt(1)));
    assertThat(found).containsExactly(3);
  }

  @Test
  void whatFollowsACommitFollowsItsOwn() {
    List<String> done = new ArrayList<>();
    database.transaction(
        outer -> {
          database.afterCommit(() -> done.add("outer"));
          database.transaction(
              inner -> {
                database.afterCommit(() -> done.add("inner"));
                return 1;
              });
          assertThat(done).containsExactly("inner");
          database.afterCommit(() -> done.add("outer again"));
          return 1;
        });
    assertThatThrownBy(
            () ->
                database.transaction(
                    connection -> {
                      database.afterCommit(() -> done.add("never"));
                      throw RegistryException.invalid("no");
                    }))
        .isInstanceOf(RegistryException.class);
    database.afterCommit(() -> done.add("at once"));
    assertThat(done).containsExactly("inner", "outer", "outer again", "at once");
  }
}
