package dev.grove.registry.tracking;

import static dev.grove.registry.postgres.Statements.longs;
import static dev.grove.registry.postgres.Statements.nullableTexts;
import static dev.grove.registry.postgres.Statements.texts;

import dev.grove.registry.Tag;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads what runs read and made from a row that {@link RunRows#SELECT} gave. */
final class RunInputRows {
  private RunInputRows() {}

  static Run.Inputs inputs(ResultSet row) throws SQLException {
    return new Run.Inputs(datasets(row), texts(row, "model_inputs"));
  }

  private static List<DatasetInput> datasets(ResultSet row) throws SQLException {
    List<Long> numbers = longs(row, "dataset_numbers");
    if (numbers.isEmpty()) {
      return List.of();
    }
    List<String> names = texts(row, "dataset_names");
    List<String> digests = texts(row, "dataset_digests");
    List<String> sourceTypes = texts(row, "dataset_source_types");
    List<String> sources = texts(row, "dataset_sources");
    List<Optional<String>> schemas = nullableTexts(row, "dataset_schemas");
    List<Optional<String>> profiles = nullableTexts(row, "dataset_profiles");
    Map<Long, List<Tag>> tags = tags(row);
    return IntStream.range(0, numbers.size())
        .mapToObj(
            i ->
                new DatasetInput(
                    new Dataset(
                        names.get(i),
                        digests.get(i),
                        sourceTypes.get(i),
                        sources.get(i),
                        schemas.get(i),
                        profiles.get(i)),
                    tags.getOrDefault(numbers.get(i), List.of())))
        .toList();
  }

  private static Map<Long, List<Tag>> tags(ResultSet row) throws SQLException {
    List<Long> datasets = longs(row, "tag_datasets");
    List<String> keys = texts(row, "input_tag_keys");
    List<String> texts = texts(row, "input_tag_values");
    Map<Long, List<Tag>> tags = new HashMap<>();
    for (int i = 0; i < datasets.size(); i++) {
      tags.computeIfAbsent(datasets.get(i), none -> new ArrayList<>())
          .add(new Tag(keys.get(i), texts.get(i)));
    }
    return tags;
  }

  static List<ModelOutput> outputs(ResultSet row) throws SQLException {
    List<String> ids = texts(row, "model_outputs");
    List<Long> steps = longs(row, "output_steps");
    return IntStream.range(0, ids.size())
        .mapToObj(i -> new ModelOutput(ids.get(i), steps.get(i)))
        .toList();
  }
}
