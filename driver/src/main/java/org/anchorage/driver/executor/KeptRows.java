/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Rows of bytes, kept on the heap as long as there is room, then on the local disk. If the disk
 * fails, its rows are lost. A table of all rows, kept or not, takes 4 bytes a row (8 on a heap of
 * 32 GB or more): some 40 MB on each executor for 10 million images. Thread-safe: two tasks may
 * keep one row at once, and either stays.
 */
final class KeptRows {

  private final AtomicReferenceArray<byte @Nullable []> held;
  private final AtomicLong room;
  private final Spill spill;

  /**
   * Keeps nothing yet.
   *
   * @param count rows that there are
   * @param room bytes on the heap that are left, for these rows and others that share them
   * @param spill takes the rows that find no room
   */
  KeptRows(int count, AtomicLong room, Spill spill) {
    this.held = new AtomicReferenceArray<>(count);
    this.room = room;
    this.spill = spill;
  }

  /** Returns whether a row is kept. */
  boolean holds(int row) {
    return held.get(row) != null || spill.holds(row);
  }

  /**
   * Returns whether more rows can be kept.
   *
   * @param bytes of a row
   */
  boolean hasRoom(int bytes) {
    return room.get() >= bytes || !spill.isClosed();
  }

  /** Keeps a row; takes over the array. */
  void keep(int row, byte[] bytes) {
    if (room.addAndGet(-bytes.length) < 0) {
      room.addAndGet(bytes.length);
      spill.write(row, bytes);
    } else if (!held.compareAndSet(row, null, bytes)) {
      room.addAndGet(bytes.length);
    }
  }

  /** Forgets the rows on the heap, and gives their room back. */
  void release() {
    for (int row = 0; row < held.length(); row++) {
      byte[] bytes = held.getAndSet(row, null);
      if (bytes != null) {
        room.addAndGet(bytes.length);
      }
    }
  }

  /** Returns a row, not to be changed; null if it is not kept. */
  byte @Nullable [] at(int row) {
    byte[] bytes = held.get(row);
    return bytes == null ? spill.read(row) : bytes;
  }
}
