package dev.grove.bundle.bench;

import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_DTYPE_FLOAT32;
import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_DTYPE_FLOAT64;
import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_DTYPE_INT32;
import static com.microsoft.ml.lightgbm.lightgbmlibConstants.C_API_PREDICT_RAW_SCORE;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import dev.grove.bundle.trees.NativeLibraries;
import java.util.function.ToIntFunction;

/**
 * LightGBM's own predictor with one thread, called as cheaply as its library allows: single rows
 * without a copy of the Java arrays and with parameters parsed once, batches from native memory
 * that was filled beforehand, results in buffers that are made once. Never closed: a benchmark's
 * process ends with it.
 */
final class Booster {
  private static final String ONE_THREAD = "num_threads=1";

  private final SWIGTYPE_p_void booster;
  private final int outputs;
  private final SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
  private SWIGTYPE_p_double results;
  private SWIGTYPE_p_void fastDense;
  private SWIGTYPE_p_void fastSparse;
  private int columns;

  private Booster(SWIGTYPE_p_void booster, int outputs) {
    this.booster = booster;
    this.outputs = outputs;
  }

  static Booster load(String text, int outputs) {
    NativeLibraries.load();
    SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
    return new Booster(
        create(out -> lightgbmlib.LGBM_BoosterLoadModelFromString(text, iterations, out)), outputs);
  }

  /** Trains and gives the model's text. */
  static String train(Csr rows, float[] labels, String parameters, int rounds) {
    NativeLibraries.load();
    SWIGTYPE_p_void dataset =
        create(
            out ->
                lightgbmlib.LGBM_DatasetCreateFromCSR(
                    rows.starts(),
                    C_API_DTYPE_INT32,
                    rows.indices(),
                    rows.values(),
                    C_API_DTYPE_FLOAT64,
                    rows.count() + 1,
                    rows.size(),
                    rows.columns(),
                    parameters,
                    null,
                    out));
    SWIGTYPE_p_float label = lightgbmlib.new_floatArray(labels.length);
    for (int i = 0; i < labels.length; i++) {
      lightgbmlib.floatArray_setitem(label, i, labels[i]);
    }
    check(
        lightgbmlib.LGBM_DatasetSetField(
            dataset,
            "label",
            lightgbmlib.float_to_voidp_ptr(label),
            labels.length,
            C_API_DTYPE_FLOAT32));
    SWIGTYPE_p_void booster =
        create(out -> lightgbmlib.LGBM_BoosterCreate(dataset, parameters, out));
    SWIGTYPE_p_int finished = lightgbmlib.new_intp();
    for (int round = 0; round < rounds; round++) {
      check(lightgbmlib.LGBM_BoosterUpdateOneIter(booster, finished));
    }
    SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
    return lightgbmlib.LGBM_BoosterSaveModelToStringSWIG(booster, 0, -1, 0, 1 << 20, length);
  }

  /** Must come before the first prediction. */
  void prepare(int columns, int mostRows) {
    this.columns = columns;
    results = lightgbmlib.new_doubleArray((long) outputs * mostRows);
    fastDense =
        create(
            out ->
                lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastInit(
                    booster,
                    C_API_PREDICT_RAW_SCORE,
                    0,
                    -1,
                    C_API_DTYPE_FLOAT64,
                    columns,
                    ONE_THREAD,
                    out));
    fastSparse =
        create(
            out ->
                lightgbmlib.LGBM_BoosterPredictForCSRSingleRowFastInit(
                    booster,
                    C_API_PREDICT_RAW_SCORE,
                    0,
                    -1,
                    C_API_DTYPE_FLOAT64,
                    columns,
                    ONE_THREAD,
                    out));
  }

  void one(double[] row, double[] out) {
    check(
        lightgbmlib.LGBM_BoosterPredictForMatSingleRowFastCriticalSWIG(
            row, fastDense, length, results));
    read(out);
  }

  void one(int[] indices, double[] values, double[] out) {
    check(
        lightgbmlib.LGBM_BoosterPredictForCSRSingleRowFastCriticalSWIG(
            indices, values, indices.length, fastSparse, C_API_DTYPE_INT32, 2, length, results));
    read(out);
  }

  /**
   * @param rows native memory, row by row
   */
  void batch(SWIGTYPE_p_void rows, int count, double[] out) {
    check(
        lightgbmlib.LGBM_BoosterPredictForMat(
            booster,
            rows,
            C_API_DTYPE_FLOAT64,
            count,
            columns,
            1,
            C_API_PREDICT_RAW_SCORE,
            0,
            -1,
            ONE_THREAD,
            length,
            results));
    read(out);
  }

  void batch(Csr rows, double[] out) {
    check(
        lightgbmlib.LGBM_BoosterPredictForCSR(
            booster,
            rows.starts(),
            C_API_DTYPE_INT32,
            rows.indices(),
            rows.values(),
            C_API_DTYPE_FLOAT64,
            rows.count() + 1,
            rows.size(),
            columns,
            C_API_PREDICT_RAW_SCORE,
            0,
            -1,
            ONE_THREAD,
            length,
            results));
    read(out);
  }

  private void read(double[] out) {
    for (int i = 0; i < out.length; i++) {
      out[i] = lightgbmlib.doubleArray_getitem(results, i);
    }
  }

  private static SWIGTYPE_p_void create(ToIntFunction<SWIGTYPE_p_p_void> call) {
    SWIGTYPE_p_p_void out = lightgbmlib.voidpp_handle();
    check(call.applyAsInt(out));
    return lightgbmlib.voidpp_value(out);
  }

  private static void check(int result) {
    if (result != 0) {
      throw new IllegalStateException(lightgbmlib.LGBM_GetLastError());
    }
  }
}
