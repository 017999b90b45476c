/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.ArrayDeque;
import java.util.Deque;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** Native objects that are freed together. Not thread-safe. */
final class Handles implements AutoCloseable {

  /** Bytes of a cache line. A vector that crosses two lines is read more slowly. */
  private static final int LINE = 64;

  private final Deque<Pointer> kept = new ArrayDeque<>();

  /** Keeps an object until {@link #close}, beyond the scope that it was made in. */
  <P extends Pointer> P keep(P made) {
    made.retainReference();
    kept.push(made);
    return made;
  }

  /**
   * Returns floats of value 0 that begin at a cache line. JavaCPP counts them, and refuses them
   * beyond its limit.
   *
   * @param bytes a multiple of 4
   */
  FloatPointer floats(long bytes) {
    long count = bytes / Float.BYTES;
    int line = LINE / Float.BYTES;
    FloatPointer room = keep(new FloatPointer(count + line));
    long past = room.address() % LINE / Float.BYTES;
    FloatPointer aligned = room.getPointer(past == 0 ? 0 : line - past);
    Pointer.memset(aligned, 0, bytes);
    return aligned;
  }

  @Override
  public void close() {
    while (!kept.isEmpty()) {
      kept.pop().releaseReference();
    }
  }
}
