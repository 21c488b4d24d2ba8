package dev.grove.registry.search.runs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.grove.local.postgres.EmbeddedServer;
import dev.grove.registry.postgres.Database;
import dev.grove.registry.postgres.Statements;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.PageToken;
import dev.grove.registry.search.Query;
import dev.grove.registry.tracking.Run;
import dev.grove.registry.tracking.View;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Whichever way a search takes, it finds what looking at every run finds. */
class RunSearchTest {
  private static final int RUNS = 1_500;

  private static EmbeddedServer server;
  private static Database database;
  private static RunSearch search;
  private static List<Long> experiments;

  @BeforeAll
  static void seed() throws IOException {
    server =
        EmbeddedServer.forTests(Path.of(System.getProperty("java.io.tmpdir"), "postgres-search"));
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbcUrl());
    source.setUser(EmbeddedServer.USER);
    Flyway.configure().dataSource(source).schemas("registry").createSchemas(true).load().migrate();
    database = new Database(source);
    search = new RunSearch(database);
    String sql = Files.readString(Path.of("src/bench/seed.sql"));
    experiments = new ArrayList<>();
    for (int runs : new int[] {RUNS, 40, 40}) {
      experiments.add(
          database.run(
              connection ->
                  Statements.first(
                          connection,
                          sql,
                          row -> row.getLong(1),
                          "seeded-" + experiments.size(),
                          runs,
                          4,
                          3,
                          2)
                      .orElseThrow()));
    }
    change("update registry.run set lifecycle_stage = 'deleted' where run_no % 300 = 3");
    change("update registry.latest_metric set value = 'NaN' where key = 'm3' and run_no % 7 < 2");
    change("update registry.param set value = repeat('x', 200) || run_no % 3 where key = 'p2'");
    change("vacuum analyze");
  }

  private static void change(String sql) {
    database.run(connection -> Statements.change(connection, sql));
  }

  @AfterAll
  static void stop() throws IOException {
    server.close();
  }

  private static Query query(String filter, List<String> orders, int size, String token) {
    return Query.parse(
        filter,
        RunWords.FILTER,
        orders,
        RunWords.ORDER,
        size,
        Optional.ofNullable(token),
        filter,
        orders);
  }

  private static List<String> pages(
      RunScope scope, String filter, List<String> orders, int size, int most) {
    List<String> ids = new ArrayList<>();
    String token = null;
    do {
      Page<Run> page = search.search(scope, query(filter, orders, size, token));
      page.items().forEach(run -> ids.add(run.info().id()));
      token = page.next().map(PageToken::text).orElse(null);
      if (token != null) {
        assertThat(page.items()).hasSize(size);
      }
    } while (token != null && ids.size() < most);
    return ids;
  }

  private static List<String> lookingAtAll(RunScope scope, String filter, List<String> orders) {
    Query query = query(filter, orders, Integer.MAX_VALUE - 1, null);
    RunFinder finder = new RunFinder(scope, query.filter(), query.orders());
    List<Hit> hits =
        database.run(
            connection ->
                finder.find(connection, Window.ofAll(), List.of(), null, Integer.MAX_VALUE).hits());
    return hits.stream()
        .map(hit -> (String) hit.position().get(hit.position().size() - 1))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "^^|^^|100",
        "^^|start_time|333",
        "^^|metrics.m0 DESC|100",
        "^^|metrics.m0|701",
        "^^|metrics.m1 DESC|100",
        "^^|metrics.m1 ASC|100",
        "^^|metrics.m2 DESC|100",
        "^^|metrics.m3 ASC|250",
        "^^|metrics.m3 DESC;metrics.m1 ASC|250",
        "^^|metrics.rare DESC|97",
        "^^|metrics.rare;metrics.m1 DESC;params.p1|333",
        "^^|metrics.nothing|500",
        "^^|params.p0 DESC|200",
        "^^|params.p1|200",
        "^^|params.p2 DESC|400",
        "^^|tags.host;metrics.m0|400",
        "^^|attributes.run_name DESC|400",
        "^^|user_id;end_time DESC|400",
        "^^|status DESC;start_time|400",
        "^^|metrics.m1;start_time|300",
        "metrics.m0 > 0.5|metrics.m0 DESC|100",
        "metrics.m0 > 0.01|metrics.m2|100",
        "metrics.m0 > 0.999|^^|1",
        "metrics.m0 > 0.5 and metrics.m0 < 0.6|metrics.m2 DESC|20",
        "metrics.m0 > 0.6 and metrics.m0 < 0.5|metrics.m2 DESC|20",
        "metrics.m2 != 0.5|metrics.m3|500",
        "metrics.m3 <= 1|^^|500",
        "metrics.rare > 0|metrics.m0|1",
        "params.p0 = 'adam' and metrics.m0 < 0.5 and tags.t0 LIKE 'tag%3'|metrics.m1|7",
        "params.p2 LIKE 'xxx%1'|params.p2 DESC;metrics.m0|100",
        "params.p1 ILIKE 'VALUE-99%'|^^|3",
        "params.p1 LIKE 'value-12%' and params.p1 != 'value-12'|params.p1|9",
        "tags.host IS NOT NULL and tags.nothing IS NULL|^^|1000",
        "params.p1 IS NULL|^^|10",
        "run_name = 'run-77'|^^|1",
        "status = 'RUNNING'|^^|2",
        "status != 'FINISHED'|metrics.m0|10",
        "user_id LIKE 'user1%' and end_time > 1700000900000|end_time DESC|100",
        "start_time >= 1700001000000 and created < 1700001100000|metrics.m0|11",
        "artifact_uri LIKE '%artifacts'|^^|999",
        "datasets.name = 'none'|^^|10",
      })
  void findsTheSame(String filter, String orders, int size) {
    List<String> clauses = orders.isEmpty() ? List.of() : List.of(orders.split(";"));
    for (RunScope scope :
        List.of(
            new RunScope(experiments.subList(0, 1), View.ACTIVE_ONLY),
            new RunScope(experiments, View.ALL),
            new RunScope(experiments.subList(1, 2), View.ACTIVE_ONLY),
            new RunScope(experiments, View.DELETED_ONLY))) {
      assertThat(pages(scope, filter, clauses, size, Integer.MAX_VALUE))
          .as("%s", scope)
          .isEqualTo(lookingAtAll(scope, filter, clauses));
    }
  }

  @Test
  void aLongListOfExperimentsIsNoHindrance() {
    List<Long> many = new ArrayList<>(experiments);
    for (long id = 1_000; id < 1_400; id++) {
      many.add(id);
    }
    RunScope scope = new RunScope(many, View.ACTIVE_ONLY);
    for (String order : List.of("start_time DESC", "metrics.m0 DESC", "params.p1")) {
      assertThat(pages(scope, "metrics.m0 < 0.9", List.of(order), 500, 500))
          .isEqualTo(lookingAtAll(scope, "metrics.m0 < 0.9", List.of(order)).subList(0, 500));
    }
    assertThat(
            search.search(new RunScope(List.of(), View.ALL), query("", List.of(), 5, null)).items())
        .isEmpty();
  }

  @Test
  void pagesGoOnWhereTheyWereWhenRunsComeAndGo() {
    RunScope scope = new RunScope(experiments.subList(2, 3), View.ACTIVE_ONLY);
    List<String> orders = List.of("metrics.m1 DESC");
    List<String> before = lookingAtAll(scope, "", orders);
    Page<Run> first = search.search(scope, query("", orders, 10, null));
    change(
        """
        with made as (
          insert into registry.run (run_id, experiment_id, name, user_id, status, start_time,
            artifact_uri)
          select 'new' || n, %1$d, 'new', '', 'RUNNING', 1800000000000 + n, ''
          from generate_series(1, 30) n returning run_no, start_time)
        insert into registry.latest_metric (run_no, key, value, timestamp, step, experiment_id,
          started)
        select run_no, 'm1', 1e9, 0, 0, %1$d, start_time from made
        """
            .formatted(experiments.get(2)));
    try {
      List<String> seen =
          new ArrayList<>(first.items().stream().map(run -> run.info().id()).toList());
      String token = first.nextText();
      while (token != null) {
        Page<Run> page = search.search(scope, query("", orders, 10, token));
        page.items().forEach(run -> seen.add(run.info().id()));
        token = page.nextText();
      }
      assertThat(seen).isEqualTo(before);
    } finally {
      change("delete from registry.run where name = 'new'");
    }
  }
}
