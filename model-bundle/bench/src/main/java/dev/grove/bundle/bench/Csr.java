package dev.grove.bundle.bench;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import dev.grove.bundle.features.FeatureVector;

/** Rows as LightGBM takes sparse ones, in native memory. */
record Csr(
    SWIGTYPE_p_void starts,
    SWIGTYPE_p_int indices,
    SWIGTYPE_p_void values,
    int count,
    long size,
    int columns) {
  static Csr of(FeatureVector[] rows) {
    long size = 0;
    for (FeatureVector row : rows) {
      size += row.touched();
    }
    SWIGTYPE_p_int starts = lightgbmlib.new_intArray(rows.length + 1L);
    SWIGTYPE_p_int indices = lightgbmlib.new_intArray(size);
    SWIGTYPE_p_double values = lightgbmlib.new_doubleArray(size);
    int at = 0;
    for (int i = 0; i < rows.length; i++) {
      lightgbmlib.intArray_setitem(starts, i, at);
      for (int k = 0; k < rows[i].touched(); k++) {
        int index = rows[i].touchedIndex(k);
        lightgbmlib.intArray_setitem(indices, at, index);
        lightgbmlib.doubleArray_setitem(values, at++, rows[i].get(index));
      }
    }
    lightgbmlib.intArray_setitem(starts, rows.length, at);
    return new Csr(
        lightgbmlib.int_to_voidp_ptr(starts),
        indices,
        lightgbmlib.double_to_voidp_ptr(values),
        rows.length,
        size,
        rows[0].size());
  }

  static FeatureVector[] vectors(double[][] rows) {
    FeatureVector[] vectors = new FeatureVector[rows.length];
    for (int i = 0; i < rows.length; i++) {
      vectors[i] = new FeatureVector(rows[i].length);
      for (int column = 0; column < rows[i].length; column++) {
        vectors[i].set(column, rows[i][column]);
      }
    }
    return vectors;
  }
}
