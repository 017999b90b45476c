/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The images that repeat the bytes of another, of images sorted by their bytes: each with the first
 * that has them. Holds two images, however many repeat one. Not thread-safe.
 */
final class Copies implements Iterator<Copies.Repeated> {

  /**
   * An image that repeats another.
   *
   * @param first the first image with these bytes
   * @param copy the image
   * @param start whether it is the second image with these bytes
   */
  record Repeated(Copy first, Copy copy, boolean start) {

    boolean conflicts() {
      return !first.group().className().equals(copy.group().className());
    }

    boolean crosses() {
      return first.group().split() != copy.group().split();
    }
  }

  private final Iterator<Copy> sorted;
  private @Nullable Copy first;
  private @Nullable Repeated ready;
  private boolean repeated;

  Copies(Iterator<Copy> sorted) {
    this.sorted = sorted;
  }

  @Override
  public boolean hasNext() {
    while (ready == null && sorted.hasNext()) {
      Copy next = sorted.next();
      Copy before = first;
      if (before != null && next.hasBytesOf(before)) {
        ready = new Repeated(before, next, !repeated);
        repeated = true;
      } else {
        first = next;
        repeated = false;
      }
    }
    return ready != null;
  }

  @Override
  public Repeated next() {
    if (!hasNext() || ready == null) {
      throw new NoSuchElementException();
    }
    Repeated next = ready;
    ready = null;
    return next;
  }
}
