package dev.grove.training.fit;

import static dev.grove.training.fit.LightGbmLibrary.check;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import java.util.List;

/** Rows in LightGBM's own binned form. Closing frees them. */
final class NativeDataset implements AutoCloseable {
  /** From this share of stored places on, a plain matrix is smaller than sparse rows. */
  private static final double DENSE = 0.5;

  private final SWIGTYPE_p_void handle;

  private NativeDataset(SWIGTYPE_p_void handle) {
    this.handle = handle;
  }

  /**
   * Bins the rows and keeps no reference to them.
   *
   * @param parameters LightGBM's, which decide how values are binned
   * @param reference the training rows whose bins a validation part must share; null for training
   */
  static NativeDataset of(
      EncodedRows rows, List<String> names, String parameters, NativeDataset reference) {
    SWIGTYPE_p_void bins = reference == null ? null : reference.handle;
    NativeDataset dataset =
        new NativeDataset(
            rows.density() >= DENSE
                ? dense(rows, parameters, bins)
                : sparse(rows, parameters, bins));
    try {
      check(
          lightgbmlib.LGBM_DatasetSetFeatureNames(
              dataset.handle, names.toArray(String[]::new), names.size()));
      dataset.setTargets(rows);
      dataset.setGroups(rows.groups());
      return dataset;
    } catch (RuntimeException e) {
      dataset.close();
      throw e;
    }
  }

  private static SWIGTYPE_p_void sparse(
      EncodedRows rows, String parameters, SWIGTYPE_p_void reference) {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_int starts = arrays.ints(rows.rows() + 1L);
      for (int row = 0; row <= rows.rows(); row++) {
        lightgbmlib.intArray_setitem(starts, row, rows.start(row));
      }
      SWIGTYPE_p_int indices = arrays.ints(rows.entries());
      SWIGTYPE_p_double values = arrays.doubles(rows.entries());
      for (int entry = 0; entry < rows.entries(); entry++) {
        lightgbmlib.intArray_setitem(indices, entry, rows.index(entry));
        lightgbmlib.doubleArray_setitem(values, entry, rows.value(entry));
      }
      SWIGTYPE_p_p_void out = arrays.handlePointer();
      check(
          lightgbmlib.LGBM_DatasetCreateFromCSR(
              lightgbmlib.int_to_voidp_ptr(starts),
              lightgbmlibConstants.C_API_DTYPE_INT32,
              indices,
              lightgbmlib.double_to_voidp_ptr(values),
              lightgbmlibConstants.C_API_DTYPE_FLOAT64,
              rows.rows() + 1L,
              rows.entries(),
              rows.features(),
              parameters,
              reference,
              out));
      return lightgbmlib.voidpp_value(out);
    }
  }

  private static SWIGTYPE_p_void dense(
      EncodedRows rows, String parameters, SWIGTYPE_p_void reference) {
    try (NativeArrays arrays = new NativeArrays()) {
      long width = rows.features();
      SWIGTYPE_p_double matrix = arrays.doubles(rows.rows() * width);
      for (int row = 0; row < rows.rows(); row++) {
        int entry = rows.start(row);
        for (int place = 0; place < width; place++) {
          boolean stored = entry < rows.start(row + 1) && rows.index(entry) == place;
          double value = stored ? rows.value(entry++) : 0;
          lightgbmlib.doubleArray_setitem(matrix, row * width + place, value);
        }
      }
      SWIGTYPE_p_p_void out = arrays.handlePointer();
      check(
          lightgbmlib.LGBM_DatasetCreateFromMat(
              lightgbmlib.double_to_voidp_ptr(matrix),
              lightgbmlibConstants.C_API_DTYPE_FLOAT64,
              rows.rows(),
              rows.features(),
              1, // row by row
              parameters,
              reference,
              out));
      return lightgbmlib.voidpp_value(out);
    }
  }

  private void setTargets(EncodedRows rows) {
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_float targets = arrays.floats(rows.rows());
      for (int row = 0; row < rows.rows(); row++) {
        lightgbmlib.floatArray_setitem(targets, row, rows.target(row));
      }
      check(
          lightgbmlib.LGBM_DatasetSetField(
              handle,
              "label",
              lightgbmlib.float_to_voidp_ptr(targets),
              rows.rows(),
              lightgbmlibConstants.C_API_DTYPE_FLOAT32));
    }
  }

  private void setGroups(int[] groups) {
    if (groups.length == 0) {
      return;
    }
    try (NativeArrays arrays = new NativeArrays()) {
      SWIGTYPE_p_int sizes = arrays.ints(groups.length);
      for (int group = 0; group < groups.length; group++) {
        lightgbmlib.intArray_setitem(sizes, group, groups[group]);
      }
      check(
          lightgbmlib.LGBM_DatasetSetField(
              handle,
              "group",
              lightgbmlib.int_to_voidp_ptr(sizes),
              groups.length,
              lightgbmlibConstants.C_API_DTYPE_INT32));
    }
  }

  SWIGTYPE_p_void handle() {
    return handle;
  }

  @Override
  public void close() {
    check(lightgbmlib.LGBM_DatasetFree(handle));
  }
}
