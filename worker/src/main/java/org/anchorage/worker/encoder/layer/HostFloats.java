/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.encoder.layer;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Piecewise access to an array's floats where they lie, outside the Java heap: for loops that work
 * on a few thousand at a time, which then stay in the processor's cache. Of a CPU's memory only.
 *
 * <p>Not thread-safe. Keeps the array from being freed.
 */
public final class HostFloats {

  private final INDArray array;
  private final FloatPointer pointer;

  /**
   * Looks at an array.
   *
   * @throws IllegalArgumentException if it does not hold floats in 'c' order without gaps
   * @throws IllegalStateException on a GPU, where the host's copy may be old
   */
  public HostFloats(INDArray array) {
    if (!Kernels.onHost()) {
      throw new IllegalStateException(
          "ND4J computes on a GPU, and what it last wrote is there; copy by HostCopy instead");
    }
    this.array = array;
    this.pointer = HostCopy.pointer(array);
  }

  /** Returns how many there are. */
  public long size() {
    return array.length();
  }

  /** Copies count floats from a position on. */
  public void read(long from, float[] into, int count) {
    check(from, count);
    pointer.position(from).get(into, 0, count);
  }

  /** Overwrites count floats from a position on. */
  public void write(long from, float[] values, int count) {
    check(from, count);
    pointer.position(from).put(values, 0, count);
  }

  private void check(long from, int count) {
    if (from < 0 || count < 0 || from + count > array.length()) {
      throw new IndexOutOfBoundsException(
          "Floats " + from + " to " + (from + count) + " of an array of " + array.length());
    }
  }
}
