package dev.grove.training.fit;

import static dev.grove.training.fit.LightGbmLibrary.check;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A model inside LightGBM, growing or loaded. Closing frees it. */
final class NativeBooster implements AutoCloseable {
  /** The place of the validation rows among a booster's datasets; 0 is training. */
  private static final int VALIDATION = 1;

  private static final Pattern LEAVES = Pattern.compile("^num_leaves=([0-9]+)$", Pattern.MULTILINE);

  private static final long TEXT_BUFFER = 1 << 20;

  private final SWIGTYPE_p_void handle;
  private final String[] metrics;

  private NativeBooster(SWIGTYPE_p_void handle, String[] metrics) {
    this.handle = handle;
    this.metrics = metrics;
  }

  /**
   * An empty model on the rows.
   *
   * @param validation null if nothing is measured while it grows
   */
  static NativeBooster create(NativeDataset training, NativeDataset validation, String parameters) {
    SWIGTYPE_p_void handle;
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_p_void out = arrays.handlePointer();
      check(lightgbmlib.LGBM_BoosterCreate(training.handle(), parameters, out));
      handle = lightgbmlib.voidpp_value(out);
    }
    try {
      if (validation == null) {
        return new NativeBooster(handle, new String[0]);
      }
      check(lightgbmlib.LGBM_BoosterAddValidData(handle, validation.handle()));
      String[] metrics = NativeArrays.strings(lightgbmlib.LGBM_BoosterGetEvalNamesSWIG(handle));
      return new NativeBooster(handle, metrics);
    } catch (RuntimeException e) {
      lightgbmlib.LGBM_BoosterFree(handle);
      throw e;
    }
  }

  /** A finished model from its text. */
  static NativeBooster parse(String text) {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_p_void out = arrays.handlePointer();
      check(lightgbmlib.LGBM_BoosterLoadModelFromString(text, arrays.intPointer(), out));
      return new NativeBooster(lightgbmlib.voidpp_value(out), new String[0]);
    }
  }

  /** Grows one round; false if no tree could be split any more. */
  boolean grow() {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_int finished = arrays.intPointer();
      check(lightgbmlib.LGBM_BoosterUpdateOneIter(handle, finished));
      return lightgbmlib.intp_value(finished) == 0;
    }
  }

  /** The metrics of the validation rows, in the order in which they were asked for. */
  Map<String, Double> validationMetrics() {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_double results = arrays.doubles(metrics.length);
      if (metrics.length > 0) {
        SWIGTYPE_p_int count = arrays.intPointer();
        check(lightgbmlib.LGBM_BoosterGetEval(handle, VALIDATION, count, results));
      }
      Map<String, Double> values = new LinkedHashMap<>();
      for (int i = 0; i < metrics.length; i++) {
        // The registry, like MLflow's, takes no at sign in a metric's name.
        values.put(metrics[i].replace("@", "_at_"), lightgbmlib.doubleArray_getitem(results, i));
      }
      return values;
    }
  }

  /**
   * The model's text, with the first {@code rounds} rounds, or with all if that is not positive.
   */
  String text(int rounds) {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_long_long length = arrays.longPointer();
      String text =
          lightgbmlib.LGBM_BoosterSaveModelToStringSWIG(
              handle,
              0,
              rounds,
              lightgbmlibConstants.C_API_FEATURE_IMPORTANCE_SPLIT,
              TEXT_BUFFER,
              length);
      if (text == null) {
        throw new LightGbmException(lightgbmlib.LGBM_GetLastError());
      }
      return text;
    }
  }

  /** The places of trees that are a single leaf, among all trees of all rounds. */
  List<Integer> unsplitTrees() {
    List<Integer> unsplit = new ArrayList<>();
    Matcher leaves = LEAVES.matcher(text(-1));
    for (int tree = 0; leaves.find(); tree++) {
      if (leaves.group(1).equals("1")) {
        unsplit.add(tree);
      }
    }
    return unsplit;
  }

  double leaf(int tree, int leaf) {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_double value = arrays.doubles(1);
      check(lightgbmlib.LGBM_BoosterGetLeafValue(handle, tree, leaf, value));
      return lightgbmlib.doubleArray_getitem(value, 0);
    }
  }

  void setLeaf(int tree, int leaf, double value) {
    check(lightgbmlib.LGBM_BoosterSetLeafValue(handle, tree, leaf, value));
  }

  /** Trees a round, which are a row's raw scores. */
  int outputs() {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_int outputs = arrays.intPointer();
      check(lightgbmlib.LGBM_BoosterGetNumClasses(handle, outputs));
      return lightgbmlib.intp_value(outputs);
    }
  }

  /** Raw scores, row by row. */
  double[][] rawScores(EncodedRows rows) {
    try (NativeArrays arrays = new NativeArrays()) {
      int outputs = outputs();
      double[][] scores = new double[rows.rows()][outputs];
      SWIGTYPE_p_double out = arrays.doubles(outputs);
      for (int row = 0; row < scores.length; row++) {
        rawScores(rows, row, out);
        for (int k = 0; k < scores[row].length; k++) {
          scores[row][k] = lightgbmlib.doubleArray_getitem(out, k);
        }
      }
      return scores;
    }
  }

  private void rawScores(EncodedRows rows, int row, SWIGTYPE_p_double out) {
    int length = rows.start(row + 1) - rows.start(row);
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_int starts = arrays.ints(2);
      lightgbmlib.intArray_setitem(starts, 0, 0);
      lightgbmlib.intArray_setitem(starts, 1, length);
      SWIGTYPE_p_int indices = arrays.ints(length);
      SWIGTYPE_p_double values = arrays.doubles(length);
      for (int k = 0; k < length; k++) {
        lightgbmlib.intArray_setitem(indices, k, rows.index(rows.start(row) + k));
        lightgbmlib.doubleArray_setitem(values, k, rows.value(rows.start(row) + k));
      }
      check(
          lightgbmlib.LGBM_BoosterPredictForCSR(
              handle,
              lightgbmlib.int_to_voidp_ptr(starts),
              lightgbmlibConstants.C_API_DTYPE_INT32,
              indices,
              lightgbmlib.double_to_voidp_ptr(values),
              lightgbmlibConstants.C_API_DTYPE_FLOAT64,
              2,
              length,
              rows.features(),
              lightgbmlibConstants.C_API_PREDICT_RAW_SCORE,
              0,
              -1,
              "num_threads=1 verbosity=-1",
              arrays.longPointer(),
              out));
    }
  }

  @Override
  public void close() {
    check(lightgbmlib.LGBM_BoosterFree(handle));
  }
}
