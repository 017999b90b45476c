/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.config.value.Check;

/**
 * What a process that trains, embeds or searches may take. None of it changes a result. Immutable.
 *
 * @param offHeapMb native memory of ND4J in each process, in MB; 0 for what the memory overhead of
 *     its container leaves, or else as much as its heap; default 0
 * @param pixelsMb decoded images of a corpus kept on the heap of each process, in MB; 0 for three
 *     tenths of the heap; default 0
 */
public record MemorySettings(int offHeapMb, double pixelsMb) implements Serializable {

  /** Below this a network of any use does not fit beside its batch. */
  public static final int LEAST_OFF_HEAP = 128;

  public MemorySettings {
    if (offHeapMb != 0) {
      Check.atLeast("memory.off-heap-mb", offHeapMb, LEAST_OFF_HEAP);
    }
    Check.notNegative("memory.pixels-mb", pixelsMb);
  }

  /** Returns the bytes of decoded images kept on a heap. */
  public long pixelBytes(long heapBytes) {
    return pixelsMb == 0 ? heapBytes / 10 * 3 : (long) (pixelsMb * (1 << 20));
  }
}
