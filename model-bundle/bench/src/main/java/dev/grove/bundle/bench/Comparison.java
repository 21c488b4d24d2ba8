package dev.grove.bundle.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs Grove and LightGBM in turn, in short processes, several times over, so that whatever else
 * the machine does meets both; prints the times a row and their ratio. Arguments: rounds (3), and
 * milliseconds of an iteration (300), and models (all).
 */
public final class Comparison {
  private record Case(String benchmark, BenchModel model, String kind) {}

  private Comparison() {}

  public static void main(String[] arguments) throws RunnerException {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 3;
    int millis = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 300;
    BenchModel[] models =
        arguments.length > 2
            ? Arrays.stream(arguments).skip(2).map(BenchModel::valueOf).toArray(BenchModel[]::new)
            : BenchModel.values();
    for (BenchModel model : models) {
      model.text();
    }
    System.out.printf(
        "Java %s; µs a row: median and best of %d x 5 iterations%n",
        System.getProperty("java.version"), rounds);
    System.out.println(
        "| model | rows | Grove | LightGBM | ratio | best Grove | LightGBM | ratio |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (Case each : cases(models)) {
      List<Double> grove = new ArrayList<>();
      List<Double> lightGbm = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        grove.addAll(run(each, "grove" + each.kind, millis));
        lightGbm.addAll(run(each, "lightGbm" + each.kind, millis));
      }
      print(each, sorted(grove), sorted(lightGbm));
    }
  }

  private static List<Case> cases(BenchModel... models) {
    List<Case> cases = new ArrayList<>();
    for (BenchModel model : models) {
      String benchmark = model == BenchModel.TEXT ? "SparseBenchmark" : "DenseBenchmark";
      cases.add(new Case(benchmark, model, "Row"));
      cases.add(new Case(benchmark, model, "Batch"));
    }
    return cases;
  }

  private static void print(Case each, double[] grove, double[] lightGbm) {
    double ours = grove[grove.length / 2];
    double theirs = lightGbm[lightGbm.length / 2];
    System.out.printf(
        Locale.ROOT,
        "| %s | %s | %.2f | %.2f | **%.1f** | %.2f | %.2f | %.1f |%n",
        each.model.name().toLowerCase(Locale.ROOT),
        each.kind.equals("Row") ? "one" : "1,000",
        ours,
        theirs,
        theirs / ours,
        grove[0],
        lightGbm[0],
        lightGbm[0] / grove[0]);
  }

  private static double[] sorted(List<Double> times) {
    double[] sorted = times.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted;
  }

  /** One process: the times of its iterations. */
  private static List<Double> run(Case each, String method, int millis) throws RunnerException {
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .include("\\." + each.benchmark + "\\." + method + "$")
                    .param("model", each.model.name())
                    .forks(1)
                    .jvmArgsAppend(
                        "-Xmx1g", "-Dgrove.bench.models=" + BenchModel.directory().toAbsolutePath())
                    .warmupIterations(4)
                    .warmupTime(TimeValue.milliseconds(millis))
                    .measurementIterations(5)
                    .measurementTime(TimeValue.milliseconds(millis))
                    .verbosity(VerboseMode.SILENT)
                    .build())
            .run();
    List<Double> times = new ArrayList<>();
    for (RunResult result : results) {
      result.getAggregatedResult().getIterationResults().stream()
          .map(iteration -> iteration.getPrimaryResult().getScore())
          .forEach(times::add);
    }
    return times;
  }
}
