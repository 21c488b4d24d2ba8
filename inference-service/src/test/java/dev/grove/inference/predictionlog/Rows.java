package dev.grove.inference.predictionlog;

import dev.grove.bundle.ModelBundle;
import dev.grove.inference.Bundles;
import dev.grove.inference.predict.AnsweredRow;
import dev.grove.inference.predict.ServedBy;
import dev.grove.inference.serving.PromotedVersion;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Predictions of the small models. */
final class Rows {
  static final Instant TIME = Instant.parse("2026-11-22T10:15:30.123456Z");

  private final ServedModel model;

  Rows(String name, ModelBundle bundle) {
    model = new ServedModel(new PromotedVersion(name, "champion", "3", TIME), "", bundle, TIME);
  }

  static Rows products() {
    return new Rows("products", Bundles.products(1));
  }

  /** The row is answered by the real model. */
  AnsweredRow answered(String title, String price, String reviews) {
    Scratch scratch = model.borrow();
    scratch.clear();
    var input = model.bundle().input();
    scratch.row().setText(input.indexOf("title"), title);
    scratch.row().setText(input.indexOf("price"), price);
    scratch.row().setText(input.indexOf("reviews"), reviews);
    scratch.row().setText(input.indexOf("listed"), "2026-01-31");
    return new AnsweredRow(model, scratch, scratch.predict(), ServedBy.MODEL, null);
  }

  LoggedRow logged(String title, String price) {
    AnsweredRow row = answered(title, price, "12");
    Object[] values =
        LoggedRow.valuesOf(
            row.scratch().row(), new boolean[row.scratch().row().schema().columns().size()]);
    return new LoggedRow(
        TIME,
        model.name(),
        model.version(),
        "r-1",
        null,
        row.servedBy().wireName(),
        model.bundle().input().columns(),
        values,
        model.bundle().labels(),
        row.prediction(),
        LoggedRow.weightOf(values));
  }

  List<LoggedRow> logged(int from, int to) {
    List<LoggedRow> rows = new ArrayList<>();
    for (int i = from; i < to; i++) {
      rows.add(logged("title " + i, i % 3 == 0 ? null : i + ".5"));
    }
    return rows;
  }
}
