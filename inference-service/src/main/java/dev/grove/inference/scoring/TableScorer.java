package dev.grove.inference.scoring;

import dev.grove.bundle.Cleaning;
import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.InvalidValue;
import dev.grove.bundle.ModelBundle;
import dev.grove.bundle.Prediction;
import dev.grove.bundle.Row;
import dev.grove.bundle.features.FeatureVector;
import dev.grove.bundle.trees.Scorer;
import java.io.IOException;
import java.util.List;

/**
 * Scores the rows of a stored table one after the other. Their values were cleaned when they were
 * loaded, and are not cleaned again, as they are not when a model is trained. For one thread.
 */
final class TableScorer {
  private static final Cleaning CLEAN_ALREADY = new Cleaning(false, List.of());

  private final ModelBundle bundle;
  private final Row row;
  private final FeatureVector vector;
  private final Scorer scorer;
  private final double[] scores;

  TableScorer(ModelBundle bundle) {
    this.bundle = bundle;
    this.row = new InputSchema(bundle.input().columns(), CLEAN_ALREADY).newRow();
    this.vector = bundle.encoding().newVector();
    this.scorer = bundle.forest().scorer();
    this.scores = new double[bundle.forest().outputs()];
  }

  /** Where the model's inputs stand in a table. */
  int[] places(Table table) throws IOException {
    List<Column> columns = bundle.input().columns();
    int[] places = new int[columns.size()];
    for (int i = 0; i < places.length; i++) {
      places[i] = table.place(columns.get(i).name());
      if (places[i] < 0) {
        throw new IOException("The table has no column '" + columns.get(i).name() + "'");
      }
    }
    return places;
  }

  /**
   * @throws InvalidValue if a field does not fit its column
   */
  Prediction score(String[] fields, int[] places) {
    row.clear();
    for (int column = 0; column < places.length; column++) {
      row.setText(column, fields[places[column]]);
    }
    bundle.encoding().encode(row, vector);
    scorer.rawScores(vector, scores);
    return Prediction.of(bundle.labels(), bundle.forest().objective(), scores);
  }
}
