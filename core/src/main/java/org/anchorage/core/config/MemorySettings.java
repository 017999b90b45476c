/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How much memory a process that trains, embeds or searches may use. No result depends on it.
 * Immutable.
 *
 * @param offHeapMb native memory of ND4J in each process, in MB. 0: what the container's memory
 *     overhead leaves, or as much as the heap if none is set; default 0
 * @param pixelsMb decoded images of a corpus, and features of a frozen backbone, kept on the heap
 *     of each process, in MB. 0: three tenths of the heap; default 0
 */
public record MemorySettings(int offHeapMb, double pixelsMb) implements Serializable {

  public static final Key OFF_HEAP_MB = Key.mayChange("memory.off-heap-mb");
  public static final Key PIXELS_MB = Key.mayChange("memory.pixels-mb");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(OFF_HEAP_MB, PIXELS_MB);

  /** Below this many MB, no useful network fits beside its batch. */
  public static final int LEAST_OFF_HEAP = 128;

  public MemorySettings {
    if (offHeapMb != 0) {
      Bounds.atLeast(OFF_HEAP_MB, offHeapMb, LEAST_OFF_HEAP);
    }
    Bounds.notNegative(PIXELS_MB, pixelsMb);
  }

  static MemorySettings read(TypedValues value) {
    return new MemorySettings(value.whole(OFF_HEAP_MB), value.number(PIXELS_MB));
  }

  /** Returns the bytes of decoded images and features kept on a heap. */
  public long pixelBytes(long heapBytes) {
    return pixelsMb == 0 ? heapBytes / 10 * 3 : (long) (pixelsMb * (1 << 20));
  }
}
