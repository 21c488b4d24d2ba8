package dev.grove.bundle.trees;

import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_DTYPE_FLOAT32;
import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_DTYPE_FLOAT64;
import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_DTYPE_INT32;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import java.util.function.ToIntFunction;

/** A booster of the real LightGBM, trained or loaded; holds native memory until it is closed. */
final class LightGbm implements AutoCloseable {
  static final int NORMAL = 0;
  static final int RAW = 1;
  static final int LEAVES = 2;
  static final int CONTRIBUTIONS = 3;

  private final SWIGTYPE_p_void booster;

  private LightGbm(SWIGTYPE_p_void booster) {
    this.booster = booster;
  }

  /**
   * @param groups rows of each query, for ranking; else null
   * @param parameters LightGBM's, for the dataset and the booster alike
   * @param ownGradients whether to boost the labels with gradients from outside, without an
   *     objective of LightGBM's
   */
  static LightGbm train(
      double[][] rows,
      float[] labels,
      int[] groups,
      String parameters,
      int rounds,
      boolean ownGradients) {
    NativeLibraries.load();
    SWIGTYPE_p_double data = copy(rows);
    SWIGTYPE_p_void dataset =
        create(
            out ->
                lightgbmlib.LGBM_DatasetCreateFromMat(
                    lightgbmlib.double_to_voidp_ptr(data),
                    C_API_DTYPE_FLOAT64,
                    rows.length,
                    rows[0].length,
                    1,
                    parameters,
                    null,
                    out));
    lightgbmlib.delete_doubleArray(data);
    SWIGTYPE_p_float label = copy(labels);
    check(
        lightgbmlib.LGBM_DatasetSetField(
            dataset,
            "label",
            lightgbmlib.float_to_voidp_ptr(label),
            labels.length,
            C_API_DTYPE_FLOAT32));
    if (groups != null) {
      setGroups(dataset, groups);
    }
    LightGbm trained =
        new LightGbm(create(out -> lightgbmlib.LGBM_BoosterCreate(dataset, parameters, out)));
    SWIGTYPE_p_int finished = lightgbmlib.new_intp();
    if (ownGradients) {
      trained.boost(labels, rounds, finished);
    } else {
      for (int round = 0; round < rounds; round++) {
        check(lightgbmlib.LGBM_BoosterUpdateOneIter(trained.booster, finished));
      }
    }
    lightgbmlib.delete_intp(finished);
    lightgbmlib.delete_floatArray(label);
    check(lightgbmlib.LGBM_DatasetFree(dataset));
    return trained;
  }

  static LightGbm load(String text) {
    NativeLibraries.load();
    SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
    LightGbm loaded =
        new LightGbm(
            create(out -> lightgbmlib.LGBM_BoosterLoadModelFromString(text, iterations, out)));
    lightgbmlib.delete_intp(iterations);
    return loaded;
  }

  String text() {
    SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
    String text = lightgbmlib.LGBM_BoosterSaveModelToStringSWIG(booster, 0, -1, 0, 1 << 20, length);
    lightgbmlib.delete_int64_tp(length);
    return text;
  }

  /**
   * @param type {@link #NORMAL}, {@link #RAW}, {@link #LEAVES} or {@link #CONTRIBUTIONS}
   * @return the outputs of each row
   */
  double[][] predict(double[][] rows, int type) {
    return predict(rows, type, 0, -1);
  }

  double[][] predict(double[][] rows, int type, int startIteration, int iterations) {
    SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
    check(
        lightgbmlib.LGBM_BoosterCalcNumPredict(
            booster, rows.length, type, startIteration, iterations, length));
    int outputs = (int) (lightgbmlib.int64_tp_value(length) / rows.length);
    SWIGTYPE_p_double data = copy(rows);
    SWIGTYPE_p_double out = lightgbmlib.new_doubleArray((long) outputs * rows.length);
    check(
        lightgbmlib.LGBM_BoosterPredictForMat(
            booster,
            lightgbmlib.double_to_voidp_ptr(data),
            C_API_DTYPE_FLOAT64,
            rows.length,
            rows[0].length,
            1,
            type,
            startIteration,
            iterations,
            "num_threads=1",
            length,
            out));
    double[][] predictions = new double[rows.length][outputs];
    for (int row = 0; row < rows.length; row++) {
      for (int i = 0; i < outputs; i++) {
        predictions[row][i] = lightgbmlib.doubleArray_getitem(out, (long) row * outputs + i);
      }
    }
    lightgbmlib.delete_doubleArray(out);
    lightgbmlib.delete_doubleArray(data);
    lightgbmlib.delete_int64_tp(length);
    return predictions;
  }

  /**
   * @param type 0 for splits, 1 for gains
   */
  double[] importance(int features, int type) {
    SWIGTYPE_p_double out = lightgbmlib.new_doubleArray(features);
    check(lightgbmlib.LGBM_BoosterFeatureImportance(booster, -1, type, out));
    double[] importance = new double[features];
    for (int i = 0; i < features; i++) {
      importance[i] = lightgbmlib.doubleArray_getitem(out, i);
    }
    lightgbmlib.delete_doubleArray(out);
    return importance;
  }

  @Override
  public void close() {
    check(lightgbmlib.LGBM_BoosterFree(booster));
  }

  private void boost(float[] labels, int rounds, SWIGTYPE_p_int finished) {
    float[] gradients = new float[labels.length];
    float[] hessians = new float[labels.length];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < labels.length; i++) {
        gradients[i] = (float) (-labels[i] * Math.pow(0.9, round));
        hessians[i] = 1;
      }
      SWIGTYPE_p_float gradient = copy(gradients);
      SWIGTYPE_p_float hessian = copy(hessians);
      check(lightgbmlib.LGBM_BoosterUpdateOneIterCustom(booster, gradient, hessian, finished));
      lightgbmlib.delete_floatArray(gradient);
      lightgbmlib.delete_floatArray(hessian);
    }
  }

  private static void setGroups(SWIGTYPE_p_void dataset, int[] groups) {
    SWIGTYPE_p_int array = lightgbmlib.new_intArray(groups.length);
    for (int i = 0; i < groups.length; i++) {
      lightgbmlib.intArray_setitem(array, i, groups[i]);
    }
    check(
        lightgbmlib.LGBM_DatasetSetField(
            dataset,
            "group",
            lightgbmlib.int_to_voidp_ptr(array),
            groups.length,
            C_API_DTYPE_INT32));
    lightgbmlib.delete_intArray(array);
  }

  private static SWIGTYPE_p_void create(ToIntFunction<SWIGTYPE_p_p_void> call) {
    SWIGTYPE_p_p_void out = lightgbmlib.voidpp_handle();
    check(call.applyAsInt(out));
    SWIGTYPE_p_void made = lightgbmlib.voidpp_value(out);
    lightgbmlib.delete_voidpp(out);
    return made;
  }

  private static SWIGTYPE_p_double copy(double[][] rows) {
    SWIGTYPE_p_double array = lightgbmlib.new_doubleArray((long) rows.length * rows[0].length);
    long at = 0;
    for (double[] row : rows) {
      for (double value : row) {
        lightgbmlib.doubleArray_setitem(array, at++, value);
      }
    }
    return array;
  }

  private static SWIGTYPE_p_float copy(float[] values) {
    SWIGTYPE_p_float array = lightgbmlib.new_floatArray(values.length);
    for (int i = 0; i < values.length; i++) {
      lightgbmlib.floatArray_setitem(array, i, values[i]);
    }
    return array;
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
    }
  }
}
