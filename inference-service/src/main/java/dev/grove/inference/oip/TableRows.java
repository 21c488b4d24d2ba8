package dev.grove.inference.oip;

import dev.grove.bundle.Column;
import dev.grove.bundle.InputSchema;
import dev.grove.bundle.InvalidValue;
import dev.grove.inference.Refused;
import dev.grove.inference.serving.Scratch;
import dev.grove.inference.serving.ServedModel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Raw rows: one tensor for each column, named as the column. */
final class TableRows implements InputRows {
  private static final int MOST_NAMED = 10;

  private final List<Tensor> tensors;
  private final int[] columns;
  private final int count;

  private TableRows(List<Tensor> tensors, int[] columns, int count) {
    this.tensors = tensors;
    this.columns = columns;
    this.count = count;
  }

  /**
   * @throws Refused if a column has no tensor or two, a tensor has no column, or they differ in
   *     rows
   */
  static TableRows of(ServedModel model, List<Tensor> inputs) {
    InputSchema schema = model.bundle().input();
    Tensor[] byColumn = new Tensor[schema.columns().size()];
    for (Tensor tensor : inputs) {
      int column = schema.indexOf(tensor.name());
      if (column >= 0) {
        if (byColumn[column] != null) {
          throw Refused.invalid(tensor.words() + ": stands there twice");
        }
        requireColumn(tensor, inputs.get(0));
        byColumn[column] = tensor;
      } else if (!model.isBesideInput(tensor.name())) {
        throw unknown(tensor, schema);
      }
    }
    requireAll(byColumn, schema);
    return new TableRows(
        List.of(byColumn),
        IntStream.range(0, byColumn.length).toArray(),
        byColumn.length == 0 ? 0 : byColumn[0].shape().rows());
  }

  private static void requireColumn(Tensor tensor, Tensor first) {
    if (!tensor.shape().isColumn()) {
      throw Refused.invalid(
          tensor.words()
              + ": has the shape "
              + tensor.shape()
              + "; a column's tensor has [rows] or [rows, 1]");
    }
    if (tensor.shape().rows() != first.shape().rows()) {
      throw Refused.invalid(
          tensor.words()
              + ": has "
              + tensor.shape().rows()
              + " rows, but "
              + Words.quoted(first.name())
              + " has "
              + first.shape().rows());
    }
  }

  private static Refused unknown(Tensor tensor, InputSchema schema) {
    if (EncodedRows.isName(tensor.name())) {
      return Refused.invalid(
          tensor.words() + ": an encoded vector must be the only input of its request");
    }
    return Refused.invalid(
        tensor.words()
            + ": is no input of the model; its inputs are "
            + named(schema.columns().stream().map(Column::name).toList()));
  }

  private static void requireAll(Tensor[] byColumn, InputSchema schema) {
    List<String> missing = new ArrayList<>();
    for (int column = 0; column < byColumn.length; column++) {
      if (byColumn[column] == null) {
        missing.add(schema.columns().get(column).name());
      }
    }
    if (!missing.isEmpty()) {
      throw Refused.invalid(
          "Inputs are missing: " + named(missing) + " (missing values may be null or NaN)");
    }
  }

  private static String named(List<String> names) {
    String first =
        names.stream().limit(MOST_NAMED).map(Words::quoted).collect(Collectors.joining(", "));
    return names.size() > MOST_NAMED
        ? first + " and " + (names.size() - MOST_NAMED) + " more"
        : first;
  }

  @Override
  public int count() {
    return count;
  }

  /**
   * Fills the scratch's row.
   *
   * @throws Refused naming the tensor and the row
   */
  void fill(int row, Scratch scratch) {
    scratch.clear();
    for (int i = 0; i < columns.length; i++) {
      Tensor tensor = tensors.get(i);
      try {
        tensor.elements().fill(scratch.row(), columns[i], row);
      } catch (InvalidValue e) {
        throw Refused.invalid(tensor.words() + ", row " + row + ": " + e.reason());
      }
    }
  }
}
