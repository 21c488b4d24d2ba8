package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.first;
import static dev.grove.registry.postgres.Statements.list;

import dev.grove.registry.Limits;
import dev.grove.registry.RegistryException;
import dev.grove.registry.postgres.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/** Writes what runs read and what models they made; each call is one statement. */
@ApplicationScoped
public class RunInputs {
  private static final int MOST_DATASETS = 1_000;
  private static final int MOST_SUMMARIES = 1_000;
  private static final int LONGEST_MODEL_ID = 255;

  /**
   * An input that is there already keeps its tags. The update changes nothing but gives the row.
   */
  private static final String INSERT_INPUTS =
      """
      with active as (
        select run_no, experiment_id from registry.run
        where run_id = ? and lifecycle_stage = 'active'),
      known as (
        insert into registry.dataset
          (experiment_id, name, digest, source_type, source, schema, profile)
        select experiment_id, d.name, d.digest, d.source_type, d.source, d.schema, d.profile
        from active, unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
          d(name, digest, source_type, source, schema, profile)
        on conflict (experiment_id, name, digest) do update set name = excluded.name
        returning dataset_no, name, digest),
      inputs as (
        insert into registry.dataset_input (run_no, dataset_no)
        select run_no, dataset_no from active, known
        on conflict do nothing
        returning run_no, dataset_no),
      tags as (
        insert into registry.dataset_input_tag (run_no, dataset_no, key, value)
        select i.run_no, i.dataset_no, t.key, t.value
        from inputs i
        join known k on k.dataset_no = i.dataset_no
        join unnest(?::text[], ?::text[], ?::text[], ?::text[]) t(name, digest, key, value)
          on t.name = k.name and t.digest = k.digest),
      models as (
        insert into registry.model_input (run_no, model_id)
        select run_no, m.model_id from active, unnest(?::text[]) m(model_id)
        on conflict do nothing)
      select run_no from active
      """;

  private static final String INSERT_OUTPUTS =
      """
      with active as (
        select run_no from registry.run where run_id = ? and lifecycle_stage = 'active'),
      models as (
        insert into registry.model_output (run_no, model_id, step)
        select run_no, m.model_id, m.step
        from active, unnest(?::text[], ?::int8[]) m(model_id, step)
        on conflict (run_no, model_id) do update set step = excluded.step)
      select run_no from active
      """;

  private static final String SUMMARIES =
      """
      select distinct d.experiment_id, d.name, d.digest, t.value
      from registry.dataset d
      join registry.dataset_input i on i.dataset_no = d.dataset_no
      left join registry.dataset_input_tag t
        on t.run_no = i.run_no and t.dataset_no = i.dataset_no and t.key = 'mlflow.data.context'
      where d.experiment_id = any(?)
      order by 1, 2, 3, 4
      limit ?
      """;

  private final Database database;

  public RunInputs(Database database) {
    this.database = database;
  }

  /**
   * Adds datasets and logged models that the run read; of datasets with one name and digest the
   * first counts.
   *
   * @throws RegistryException if the run is not active
   */
  public void logInputs(RunId run, List<DatasetInput> datasets, List<String> models) {
    if (datasets.size() > MOST_DATASETS) {
      throw RegistryException.invalid(
          "A request can contain at most " + MOST_DATASETS + " datasets.");
    }
    List<DatasetInput> inputs = firstOfEach(datasets);
    List<String[]> tags =
        inputs.stream()
            .flatMap(
                input ->
                    input.tags().stream()
                        .map(
                            tag ->
                                new String[] {
                                  input.dataset().name(),
                                  input.dataset().digest(),
                                  tag.key(),
                                  tag.value()
                                }))
            .toList();
    models.forEach(RunInputs::checkModel);
    write(
        run,
        INSERT_INPUTS,
        run.value(),
        column(inputs, Dataset::name),
        column(inputs, Dataset::digest),
        column(inputs, Dataset::sourceType),
        column(inputs, Dataset::source),
        column(inputs, dataset -> dataset.schema().orElse(null)),
        column(inputs, dataset -> dataset.profile().orElse(null)),
        column(tags, 0),
        column(tags, 1),
        column(tags, 2),
        column(tags, 3),
        models.stream().distinct().sorted().toArray(String[]::new));
  }

  /** In the order of their keys, so that requests that meet wait for each other. */
  private static List<DatasetInput> firstOfEach(List<DatasetInput> inputs) {
    Map<List<String>, DatasetInput> first =
        new TreeMap<>(
            (a, b) ->
                a.get(0).equals(b.get(0))
                    ? a.get(1).compareTo(b.get(1))
                    : a.get(0).compareTo(b.get(0)));
    for (DatasetInput input : inputs) {
      DatasetInput checked = input.checked();
      first.putIfAbsent(List.of(checked.dataset().name(), checked.dataset().digest()), checked);
    }
    return List.copyOf(first.values());
  }

  private static String[] column(List<DatasetInput> inputs, Function<Dataset, String> part) {
    return inputs.stream().map(DatasetInput::dataset).map(part).toArray(String[]::new);
  }

  private static String[] column(List<String[]> rows, int part) {
    return rows.stream().map(row -> row[part]).toArray(String[]::new);
  }

  private static void checkModel(String id) {
    Limits.length("model_id", LONGEST_MODEL_ID, id);
  }

  /**
   * Adds logged models that the run made; the same model again changes its step.
   *
   * @throws RegistryException if the run is not active
   */
  public void logOutputs(RunId run, List<ModelOutput> models) {
    Map<String, ModelOutput> last = new TreeMap<>();
    for (ModelOutput model : models) {
      checkModel(model.modelId());
      last.put(model.modelId(), model);
    }
    write(
        run,
        INSERT_OUTPUTS,
        run.value(),
        last.keySet().toArray(String[]::new),
        last.values().stream().map(ModelOutput::step).toArray(Long[]::new));
  }

  private void write(RunId run, String sql, Object... values) {
    database.run(
        connection -> {
          if (first(connection, sql, row -> row.getLong(1), values).isEmpty()) {
            throw RunStore.notActive(connection, run);
          }
          return run;
        });
  }

  /** The datasets that runs of the experiments read, at most 1,000. */
  public List<DatasetSummary> summaries(List<Long> experiments) {
    return database.run(
        connection ->
            list(
                connection,
                SUMMARIES,
                row ->
                    new DatasetSummary(
                        row.getLong(1),
                        row.getString(2),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4))),
                experiments.toArray(Long[]::new),
                MOST_SUMMARIES));
  }
}
