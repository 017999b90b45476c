/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * What the frozen part of a run's network makes of images without augmentation, kept by row: on the
 * heap as long as there is room, then on the local disk. Beside the features it takes 4 bytes a row
 * of the corpus (8 on a heap of 32 GB or more) once the first are kept. Thread-safe.
 */
public final class Features {

  private final int count;
  private final AtomicLong room;
  private @Nullable KeptRows rows;

  /**
   * Keeps nothing yet.
   *
   * @param count rows of the corpus
   * @param room bytes on the heap that are left, for features and decoded images together
   */
  Features(int count, AtomicLong room) {
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

  /** Gives the room on the heap back, when no further round reads these features. */
  void release() {
    KeptRows kept = rows();
    if (kept != null) {
      kept.release();
    }
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
