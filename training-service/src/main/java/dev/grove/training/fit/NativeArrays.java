package dev.grove.training.fit;

import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Native memory for the arguments of LightGBM's calls; closing frees all of it.
 *
 * <p>An element costs one JNI call of some ten nanoseconds, so that a dataset of ten million
 * entries is copied in a fifth of a second.
 */
final class NativeArrays implements AutoCloseable {
  private final Deque<Runnable> frees = new ArrayDeque<>();

  SWIGTYPE_p_double doubles(long length) {
    SWIGTYPE_p_double array = lightgbmlib.new_doubleArray(Math.max(1, length));
    frees.push(() -> lightgbmlib.delete_doubleArray(array));
    return array;
  }

  SWIGTYPE_p_float floats(long length) {
    SWIGTYPE_p_float array = lightgbmlib.new_floatArray(Math.max(1, length));
    frees.push(() -> lightgbmlib.delete_floatArray(array));
    return array;
  }

  SWIGTYPE_p_int ints(long length) {
    SWIGTYPE_p_int array = lightgbmlib.new_intArray(Math.max(1, length));
    frees.push(() -> lightgbmlib.delete_intArray(array));
    return array;
  }

  SWIGTYPE_p_long_long longPointer() {
    SWIGTYPE_p_long_long pointer = lightgbmlib.new_int64_tp();
    frees.push(() -> lightgbmlib.delete_int64_tp(pointer));
    return pointer;
  }

  SWIGTYPE_p_int intPointer() {
    SWIGTYPE_p_int pointer = lightgbmlib.new_intp();
    frees.push(() -> lightgbmlib.delete_intp(pointer));
    return pointer;
  }

  /** Where LightGBM writes the handle of what it creates. */
  SWIGTYPE_p_p_void handlePointer() {
    SWIGTYPE_p_p_void pointer = lightgbmlib.new_voidpp();
    frees.push(() -> lightgbmlib.delete_voidpp(pointer));
    return pointer;
  }

  /** The strings behind one of LightGBM's string arrays, which is freed here. */
  static String[] strings(SWIGTYPE_p_void handle) {
    if (handle == null) {
      throw new LightGbmException(lightgbmlib.LGBM_GetLastError());
    }
    try {
      return lightgbmlib.StringArrayHandle_get_strings(handle);
    } finally {
      lightgbmlib.StringArrayHandle_free(handle);
    }
  }

  @Override
  public void close() {
    while (!frees.isEmpty()) {
      frees.pop().run();
    }
  }
}
