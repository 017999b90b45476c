/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.anchorage.core.config.MemorySettings;
import org.jspecify.annotations.Nullable;

/**
 * What the frozen part of a run's network makes of images without augmentation, kept by row: on the
 * heap as long as there is room, then on the local disk. Thread-safe.
 */
public final class Features {

  private final int count;
  private final long room;
  private @Nullable KeptRows rows;

  /**
   * Keeps nothing yet.
   *
   * @param count rows of the corpus
   * @param memory says how much of the heap decoded images may take; features may take as much
   */
  public Features(int count, MemorySettings memory) {
    this(count, memory.pixelBytes(Runtime.getRuntime().maxMemory()));
  }

  /** Keeps at most {@code room} bytes on the heap. */
  Features(int count, long room) {
    this.count = count;
    this.room = room;
  }

  /** The first features tell how long a row is. */
  private synchronized KeptRows rows(int length) {
    KeptRows made = rows;
    if (made == null) {
      made =
          new KeptRows(
              count,
              room,
              new Spill(LocalDisk.directory(), length * Float.BYTES, Spill.Content.FEATURES));
      rows = made;
    }
    return made;
  }

  private synchronized @Nullable KeptRows rows() {
    return rows;
  }

  /** Returns whether a row is kept. */
  boolean holds(int row) {
    KeptRows kept = rows();
    return kept != null && kept.holds(row);
  }

  /** Keeps the features of a row: {@code length} floats of an array, from an index on. */
  void keep(int row, float[] features, int from, int length) {
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.nativeOrder());
    bytes.asFloatBuffer().put(features, from, length);
    rows(length).keep(row, bytes.array());
  }

  /** Returns the features of a row, in a new array; null if they are not kept. */
  float @Nullable [] at(int row) {
    KeptRows kept = rows();
    byte[] bytes = kept == null ? null : kept.at(row);
    if (bytes == null) {
      return null;
    }
    float[] features = new float[bytes.length / Float.BYTES];
    ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder()).asFloatBuffer().get(features);
    return features;
  }
}
