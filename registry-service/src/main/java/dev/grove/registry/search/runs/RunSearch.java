package dev.grove.registry.search.runs;

import dev.grove.registry.postgres.Database;
import dev.grove.registry.search.Page;
import dev.grove.registry.search.Query;
import dev.grove.registry.search.runs.RunFinder.Found;
import dev.grove.registry.tracking.Run;
import dev.grove.registry.tracking.RunStore;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/**
 * Finds runs by what was logged to them.
 *
 * <p>There are two good ways. If a condition lets few runs through, look at those, wherever they
 * are in the order. If many go through, walk along the order until the page is full. Which one it
 * is is tried out with bounded effort, rather than left to estimates: first whether there are no
 * more candidates than fit a page, then a short walk, then whether there are few enough candidates
 * to sort, and only then walks that are longer and longer.
 */
@ApplicationScoped
public class RunSearch {
  /** So many candidates are sorted in less time than a walk takes to find some of them. */
  private static final int SORTABLE = 50_000;

  private static final int FIRST_WALK = 100;

  /** Runs in the bin that a walk may come by. */
  private static final int SPARE = 20;

  private static final int LONGER = 8;
  private static final int ENOUGH_TO_TELL = 5;

  private final Database database;

  public RunSearch(Database database) {
    this.database = database;
  }

  /** The runs that the query's filter lets through; of no experiments there are none. */
  public Page<Run> search(RunScope scope, Query query) {
    RunFinder finder = new RunFinder(scope, query.filter(), query.orders());
    List<Object> after = finder.keyset().position(query);
    return database.run(
        connection -> {
          List<Hit> hits = hits(connection, scope, query, finder, after);
          Page<Hit> page = Page.of(hits, query, finder.keyset(), Hit::position);
          List<Long> numbers = page.items().stream().map(Hit::runNo).toList();
          return new Page<>(RunStore.list(connection, numbers), page.next());
        });
  }

  private static List<Hit> hits(
      Connection connection, RunScope scope, Query query, RunFinder finder, List<Object> after)
      throws SQLException {
    if (scope.experiments().isEmpty()) {
      return List.of();
    }
    int want = query.size() + 1;
    Candidates candidates = new Candidates(scope, query.filter());
    Attempt attempt = new Attempt(connection, scope, query, finder, after, want);
    Optional<List<Hit>> few = attempt.among(candidates, want);
    if (few.isPresent()) {
      return few.get();
    }
    if (!RunWalk.isPossible(query.orders())) {
      Optional<List<Hit>> some = attempt.among(candidates, SORTABLE);
      return some.isPresent() ? some.get() : attempt.through(Window.ofAll()).hits();
    }
    boolean isSure = RunWalk.answers(query.filter(), query.orders());
    int budget = want + (isSure ? SPARE + want / 8 : FIRST_WALK + want);
    Found found = attempt.walking(budget);
    if (found.complete()) {
      return found.hits();
    }
    Optional<List<Hit>> some = attempt.among(candidates, SORTABLE);
    while (some.isEmpty() && !found.complete()) {
      budget = longer(budget, found.hits().size(), want);
      found = attempt.walking(budget);
    }
    return some.orElse(found.hits());
  }

  /** So long that the page should be full, if the rest of the way is like what was walked. */
  private static int longer(int budget, int found, int want) {
    double more = found < ENOUGH_TO_TELL ? LONGER : Math.max(2, 1.5 * want / found);
    return (int) Math.min(budget * more, Integer.MAX_VALUE);
  }

  /** The ways to one page. */
  private record Attempt(
      Connection connection,
      RunScope scope,
      Query query,
      RunFinder finder,
      List<Object> after,
      int want) {
    /** The set may have grown since it was counted: hence twice as many and some. */
    Optional<List<Hit>> among(Candidates candidates, int most) throws SQLException {
      Optional<CandidateSet> set = candidates.fewest(connection, most);
      if (set.isEmpty()) {
        return Optional.empty();
      }
      Found found = through(Window.of(set.get(), scope, 2 * most + 1_000));
      return found.complete() ? Optional.of(found.hits()) : Optional.empty();
    }

    Found walking(int budget) throws SQLException {
      return RunWalk.find(
          connection, scope, query.filter(), query.orders(), finder, after, want, budget);
    }

    Found through(Window window) throws SQLException {
      return finder.find(connection, window, List.of(), after, want);
    }
  }
}
