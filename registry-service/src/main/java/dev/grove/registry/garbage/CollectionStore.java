package dev.grove.registry.garbage;

import static dev.grove.registry.postgres.Statements.change;
import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Garbage collections in PostgreSQL: which there are, and what they still have to do.
 *
 * <p>Each batch is one statement, which turns rows of runs, logged models and experiments into rows
 * of garbage. Replicas pass over what another one has locked.
 */
@ApplicationScoped
public class CollectionStore {
  private static final String SELECT =
      """
      select c.*, g.waiting, g.failing
      from registry.garbage_collection c
      cross join lateral (
        select count(*) waiting, count(*) filter (where attempts > 0) failing
        from registry.garbage g where g.collection_no = c.collection_no) g
      """;

  /** All below a run's own directory is the run's. */
  private static final String RUN_PLACE =
      "regexp_replace(registry.own_path(r.artifact_uri), '/artifacts$', '')";

  private static final String DUE_RUNS =
      "from registry.run r where r.lifecycle_stage = 'deleted' and r.deleted_time <= ?\n";

  private static final String DUE_MODELS =
      """
      from registry.logged_model r
      join registry.experiment e on e.experiment_id = r.experiment_id
      where (r.lifecycle_stage = 'deleted' and r.deleted_time <= ?
        or e.lifecycle_stage = 'deleted' and e.deleted_time <= ?)
      """;

  private static final String DUE_EXPERIMENTS =
      """
      from registry.experiment r
      where r.lifecycle_stage = 'deleted' and r.deleted_time <= ? and r.experiment_id <> 0
      """;

  private static final String EMPTY =
      """
      and not exists (select from registry.run x where x.experiment_id = r.experiment_id)
      and not exists (select from registry.logged_model x where x.experiment_id = r.experiment_id)
      """;

  private static final String UNUSED =
      "and not coalesce(registry.has_version(" + RUN_PLACE + "), false)\n";

  private static final String COLLECT_RUNS =
      "with doomed as (select r.run_no "
          + DUE_RUNS
          + UNUSED
          + """
          order by r.deleted_time, r.run_no limit ? for update of r skip locked),
          gone as (
            delete from registry.run r using doomed d where r.run_no = d.run_no
            returning 'run ' || r.run_id as owner, %s as place),
          """
              .formatted(RUN_PLACE);

  private static final String COLLECT_MODELS =
      "with doomed as (select r.logged_no "
          + DUE_MODELS
          + UNUSED
          + """
          order by r.logged_no limit ? for update of r skip locked),
          gone as (
            delete from registry.logged_model r using doomed d where r.logged_no = d.logged_no
            returning 'logged model ' || r.model_id as owner, %s as place),
          """
              .formatted(RUN_PLACE);

  private static final String COLLECT_EXPERIMENTS =
      "with doomed as (select r.experiment_id "
          + DUE_EXPERIMENTS
          + EMPTY
          + """
          order by r.experiment_id limit ? for update of r skip locked),
          gone as (
            delete from registry.experiment r using doomed d
            where r.experiment_id = d.experiment_id
            returning 'experiment ' || r.experiment_id as owner,
              registry.own_path(r.artifact_location) as place),
          """;

  /** A store's root is nobody's, and foreign places are their owners' to clean. */
  private static final String ADD_GARBAGE =
      """
      added as (
        insert into registry.garbage (collection_no, owner, path, next_time)
        select ?, owner, place, ? from gone where place <> ''),
      counted as (
        update registry.garbage_collection set %1$s = %1$s + n.n
        from (select count(*) n from gone) n
        where collection_no = ? and n.n > 0)
      select count(*) from gone
      """;

  private static final String RUNS = COLLECT_RUNS + ADD_GARBAGE.formatted("runs");
  private static final String MODELS = COLLECT_MODELS + ADD_GARBAGE.formatted("logged_models");
  private static final String EXPERIMENTS =
      COLLECT_EXPERIMENTS + ADD_GARBAGE.formatted("experiments");

  private static final String FINISH =
      "update registry.garbage_collection c set finished_time = ?\n"
          + "where c.collection_no = ? and c.finished_time is null\n"
          + "and not exists (select "
          + DUE_RUNS
          + UNUSED
          + ") and not exists (select "
          + DUE_MODELS
          + UNUSED
          + ") and not exists (select "
          + DUE_EXPERIMENTS
          + EMPTY
          + ") and not exists (select from registry.garbage g\n"
          + "  where g.collection_no = c.collection_no and g.attempts = 0)";

  private static final String DUE =
      "select (select count(*) "
          + DUE_RUNS
          + UNUSED
          + ") runs, (select count(*) "
          + DUE_MODELS
          + UNUSED
          + ") models, (select count(*) "
          + DUE_EXPERIMENTS
          + ") experiments, (select count(*) "
          + DUE_RUNS
          + ") + (select count(*) "
          + DUE_MODELS
          + ") due";

  private final Database database;
  private final Clock clock;

  public CollectionStore(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** Demands a collection; the next replica that looks begins it. */
  public Collection demand(long cutoff) {
    long id =
        database
            .run(
                connection ->
                    first(
                        connection,
                        """
                        insert into registry.garbage_collection (cutoff, demanded_time)
                        values (?, ?) returning collection_no
                        """,
                        row -> row.getLong(1),
                        cutoff,
                        clock.millis()))
            .orElseThrow();
    return find(id).orElseThrow();
  }

  public Optional<Collection> find(long id) {
    return database.run(
        connection ->
            first(connection, SELECT + "where c.collection_no = ?", CollectionStore::read, id));
  }

  /** Newest first. */
  public List<Collection> page(Optional<Long> before, int size) {
    return database.run(
        connection ->
            list(
                connection,
                SELECT + "where c.collection_no < ? order by c.collection_no desc limit ?",
                CollectionStore::read,
                before.orElse(Long.MAX_VALUE),
                size));
  }

  /** The oldest one that is not finished. */
  public Optional<Collection> unfinished() {
    return database.run(
        connection ->
            first(
                connection,
                SELECT + "where c.finished_time is null order by c.collection_no limit 1",
                CollectionStore::read));
  }

  private static Collection read(ResultSet row) throws SQLException {
    Long finished = row.getObject("finished_time", Long.class);
    return new Collection(
        row.getLong("collection_no"),
        row.getLong("cutoff"),
        row.getLong("demanded_time"),
        finished == null ? OptionalLong.empty() : OptionalLong.of(finished),
        row.getLong("runs"),
        row.getLong("logged_models"),
        row.getLong("experiments"),
        row.getLong("directories"),
        row.getLong("waiting"),
        row.getLong("failing"));
  }

  /** What a collection with this cutoff would find now. */
  public Due due(long cutoff) {
    return database
        .run(
            connection ->
                first(
                    connection,
                    DUE,
                    row -> {
                      long runs = row.getLong("runs");
                      long models = row.getLong("models");
                      return new Due(
                          runs,
                          models,
                          row.getLong("experiments"),
                          row.getLong("due") - runs - models);
                    },
                    cutoff,
                    cutoff,
                    cutoff,
                    cutoff,
                    cutoff,
                    cutoff,
                    cutoff))
        .orElseThrow();
  }

  /** Whether an experiment is due that has neither runs nor logged models any more. */
  public boolean hasEmptyExperiments(long cutoff) {
    return database
        .run(
            connection ->
                first(
                    connection,
                    "select 1 " + DUE_EXPERIMENTS + EMPTY + "limit 1",
                    row -> true,
                    cutoff))
        .isPresent();
  }

  /** Turns some runs, logged models or emptied experiments into garbage; how many. */
  public long collect(Collection collection, int most) {
    long cutoff = collection.cutoff();
    long runs = collect(RUNS, collection, cutoff, most);
    long models = runs > 0 ? 0 : collect(MODELS, collection, cutoff, cutoff, most);
    return runs + models > 0 ? runs + models : collect(EXPERIMENTS, collection, cutoff, most);
  }

  private long collect(String sql, Collection collection, Object... values) {
    Object[] all = new Object[values.length + 3];
    System.arraycopy(values, 0, all, 0, values.length);
    all[values.length] = collection.id();
    all[values.length + 1] = clock.millis();
    all[values.length + 2] = collection.id();
    return database
        .run(connection -> first(connection, sql, row -> row.getLong(1), all))
        .orElseThrow();
  }

  /** Finishes it if nothing is left but what failed; false if something is. */
  public boolean finish(Collection collection) {
    long cutoff = collection.cutoff();
    return database.run(
            connection ->
                change(
                    connection,
                    FINISH,
                    clock.millis(),
                    collection.id(),
                    cutoff,
                    cutoff,
                    cutoff,
                    cutoff))
        > 0;
  }
}
