/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Piecewise access to an array's floats where they lie, outside the Java heap. Loops that work on a
 * few thousand at a time keep them in the processor's cache. CPU only.
 *
 * <p>Copies go through buffers of the JDK, which are compiled in place. A call of JavaCPP's
 * pointers crosses into native code and costs as much as a thousand floats. A buffer holds less
 * than 2 GB, so larger arrays have several.
 *
 * <p>Not thread-safe. Keeps the array from being freed.
 */
public final class HostFloats {

  /** Floats of a buffer: 1 GB. */
  private static final int WINDOW = 1 << 28;

  private final INDArray array;
  private final int window;
  private final FloatBuffer[] windows;

  /**
   * Opens an array.
   *
   * @throws IllegalArgumentException if it does not hold floats in 'c' order without gaps
   * @throws IllegalStateException on a GPU, where the host's copy may be old
   */
  public HostFloats(INDArray array) {
    this(array, WINDOW);
  }

  HostFloats(INDArray array, int window) {
    if (!Kernels.onHost()) {
      throw new IllegalStateException(
          "ND4J computes on a GPU, so the host's copy may be old; copy by HostCopy instead");
    }
    this.array = array;
    this.window = window;
    this.windows = new FloatBuffer[(int) ((array.length() + window - 1) / window)];
    FloatPointer pointer = HostCopy.pointer(array);
    for (int i = 0; i < windows.length; i++) {
      long from = (long) i * window;
      long to = Math.min(array.length(), from + window);
      windows[i] = pointer.position(from).limit(to).asBuffer();
    }
  }

  /** Returns the number of floats. */
  public long size() {
    return array.length();
  }

  /** Copies count floats from a position on. */
  public void read(long from, float[] into, int count) {
    read(from, into, 0, count);
  }

  /** Copies count floats from a position on to a position of an array of the heap. */
  void read(long from, float[] into, int to, int count) {
    check(from, count);
    if (windows.length == 1) {
      windows[0].get((int) from, into, to, count);
      return;
    }
    for (int done = 0; done < count; ) {
      int at = (int) ((from + done) % window);
      int now = Math.min(count - done, window - at);
      windows[(int) ((from + done) / window)].get(at, into, to + done, now);
      done += now;
    }
  }

  /** Overwrites count floats from a position on. */
  public void write(long from, float[] values, int count) {
    check(from, count);
    if (windows.length == 1) {
      windows[0].put((int) from, values, 0, count);
      return;
    }
    for (int done = 0; done < count; ) {
      int at = (int) ((from + done) % window);
      int now = Math.min(count - done, window - at);
      windows[(int) ((from + done) / window)].put(at, values, done, now);
      done += now;
    }
  }

  private void check(long from, int count) {
    if (from < 0 || count < 0 || from + count > array.length()) {
      throw new IndexOutOfBoundsException(
          "Floats " + from + " to " + (from + count) + " of an array of " + array.length());
    }
  }
}
