package dev.grove.training.job;

import dev.grove.bundle.Column;
import dev.grove.bundle.ColumnType;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.Task;
import dev.grove.training.fit.DataClient;
import dev.grove.training.fit.DataServiceAway;
import dev.grove.training.fit.Dataset;
import dev.grove.training.fit.HyperParameters;
import dev.grove.training.fit.InvalidParameter;
import dev.grove.training.fit.SpecCheck;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Checks a request against its dataset and fills in what it leaves out, so that whatever can be
 * known to be wrong is told at once and not by a job that fails.
 */
@ApplicationScoped
class JobAdmission {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");
  private static final String NAME_RULE = "must match [A-Za-z0-9][A-Za-z0-9._-]{0,127}";
  private static final int MAX_ROUNDS = 100_000;
  private static final int MAX_CLASSES = 1_000;

  /** Whole numbers with more values than this are a quantity, not classes. */
  private static final int MAX_INTEGER_CLASSES = 20;

  private final DataClient data;

  JobAdmission(DataClient data) {
    this.data = data;
  }

  /**
   * @throws InvalidParameter naming the field that cannot be met
   * @throws DataServiceAway if the dataset cannot be asked for now
   */
  JobSpec admit(JobRequest request, String requestId) throws DataServiceAway {
    String dataset = name("dataset", request.dataset());
    String experiment = request.experiment() == null ? dataset : experiment(request.experiment());
    String model = request.modelGiven() ? request.model() : dataset;
    if (model != null) {
      name("model", model);
    }
    int rounds = within("rounds", request.rounds(), 200, 1, MAX_ROUNDS);
    int patience = within("earlyStoppingRounds", request.earlyStoppingRounds(), 20, 0, MAX_ROUNDS);
    long seed = request.seed() == null ? 42 : request.seed();
    if (seed < 0) {
      throw new InvalidParameter("seed", "must not be negative");
    }
    Task asked = task(request.task());
    if (asked == Task.RANKING) {
      JobGroup.require(request.group());
    }
    Dataset.Version version = version(dataset, request, requestId);
    Dataset.Schema schema =
        data.schema(dataset, version.version(), requestId)
            .orElseThrow(() -> new InvalidParameter("version", "has no schema"));
    Column target = target(request, schema);
    Dataset.Profile profile =
        data.profile(dataset, version.version(), requestId)
            .orElseThrow(() -> new InvalidParameter("version", "has no profile"));
    Task task = asked == null ? inferredTask(schema, target, profile) : asked;
    checkTask(task, target, profile);
    String group = JobGroup.of(request.group(), task, target, schema, profile);
    InputSchema inputs = schema.inputs(target.name(), group);
    if (request.features() != null) {
      SpecCheck.check(request.features(), inputs);
    } else if (inputs.columns().isEmpty()) {
      throw new InvalidParameter("version", "has no column beside the key and the target");
    }
    String split = request.split() == null ? "default" : name("split", request.split());
    Dataset.Split found =
        data.split(dataset, version.version(), split, requestId)
            .orElseThrow(() -> new InvalidParameter("split", "'" + split + "' does not exist"));
    if (found.rows("train") == 0) {
      throw new InvalidParameter("version", "has too few rows: its training part is empty");
    }
    if (found.rows("validation") + found.rows("test") == 0) {
      throw new InvalidParameter("version", "has too few rows: none is left to judge a model by");
    }
    return new JobSpec(
        dataset,
        version.version(),
        split,
        target.name(),
        task,
        group,
        request.features(),
        HyperParameters.parse(request.parameters(), task).values(),
        rounds,
        patience,
        seed,
        model,
        experiment);
  }

  private static String name(String field, String value) {
    if (value == null) {
      throw new InvalidParameter(field, "is missing");
    }
    if (!NAME.matcher(value).matches()) {
      throw new InvalidParameter(field, NAME_RULE);
    }
    return value;
  }

  private static String experiment(String value) {
    boolean printable = value.chars().noneMatch(Character::isISOControl);
    if (value.isBlank() || value.length() > 500 || !printable) {
      throw new InvalidParameter("experiment", "must have from 1 to 500 characters");
    }
    return value;
  }

  private static int within(String field, Integer value, int otherwise, int least, int most) {
    if (value == null) {
      return otherwise;
    }
    if (value < least || value > most) {
      throw new InvalidParameter(field, "must be from %d to %d".formatted(least, most));
    }
    return value;
  }

  private static Task task(String name) {
    if (name == null) {
      return null;
    }
    return List.of(Task.values()).stream()
        .filter(task -> task.wireName().equals(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidParameter("task", "must be binary, multiclass, regression or ranking"));
  }

  private Dataset.Version version(String dataset, JobRequest request, String requestId)
      throws DataServiceAway {
    String wanted = request.version() == null ? "latest" : name("version", request.version());
    return data.version(dataset, wanted, requestId)
        .orElseThrow(
            () ->
                request.version() == null || wanted.equals("latest")
                    ? new InvalidParameter("dataset", "'" + dataset + "' does not exist")
                    : new InvalidParameter(
                        "version", "'" + wanted + "' does not exist in dataset " + dataset));
  }

  private static Column target(JobRequest request, Dataset.Schema schema) {
    String name = request.target() == null ? schema.target() : request.target();
    if (name == null) {
      throw new InvalidParameter("target", "is missing: the dataset's version names none");
    }
    if (name.equals(schema.key())) {
      throw new InvalidParameter("target", "'" + name + "' is the key");
    }
    return schema
        .column(name)
        .orElseThrow(
            () ->
                new InvalidParameter(
                    "target",
                    "'%s' is no column; there are %s"
                        .formatted(
                            name,
                            String.join(
                                ", ", schema.columns().stream().map(Column::name).toList()))));
  }

  private static Task inferredTask(Dataset.Schema schema, Column target, Dataset.Profile profile) {
    if (target.name().equals(schema.target()) && schema.task() != null) {
      return schema.task();
    }
    long distinct = distinct(target, profile);
    boolean classes =
        switch (target.type()) {
          case STRING, BOOLEAN -> true;
          case INTEGER -> distinct <= MAX_INTEGER_CLASSES;
          case DOUBLE, DATE, TIMESTAMP -> false;
        };
    return !classes ? Task.REGRESSION : distinct <= 2 ? Task.BINARY : Task.MULTICLASS;
  }

  private static void checkTask(Task task, Column target, Dataset.Profile profile) {
    long distinct = distinct(target, profile);
    if (!task.isClassification()) {
      if (target.type() != ColumnType.INTEGER && target.type() != ColumnType.DOUBLE) {
        throw new InvalidParameter(
            "task",
            "%s needs numbers, and '%s' holds none".formatted(task.wireName(), target.name()));
      }
      return;
    }
    if (distinct < 2) {
      throw new InvalidParameter(
          "target", "'" + target.name() + "' has fewer than two different values");
    }
    if (task == Task.BINARY && distinct > 2) {
      throw new InvalidParameter(
          "task", "binary takes two classes, and '%s' has %d".formatted(target.name(), distinct));
    }
    if (distinct > MAX_CLASSES) {
      throw new InvalidParameter(
          "target",
          "'%s' has %d classes, more than %d".formatted(target.name(), distinct, MAX_CLASSES));
    }
  }

  private static long distinct(Column target, Dataset.Profile profile) {
    return profile.column(target.name()).map(Dataset.ColumnProfile::distinct).orElse(0L);
  }
}
