/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;

/**
 * How two vectors, one behind the other, are cut: the parameters' slices first, then the moments',
 * none of both. Immutable.
 *
 * @param parameters how many there are
 * @param moments how many there are; 0 where they do not travel
 * @param size most values of a slice
 */
public record Slices(int parameters, int moments, int size) implements Serializable {

  /** Returns the slices of the parameters. */
  int ofParameters() {
    return count(parameters);
  }

  /** Returns all slices. */
  public int count() {
    return count(parameters) + count(moments);
  }

  private int count(int length) {
    return (int) (((long) length + size - 1) / size);
  }

  /** Returns whether a slice is one of the parameters. */
  boolean isOfParameters(int slice) {
    return slice < ofParameters();
  }

  /** Returns where a slice begins in its own vector. */
  int from(int slice) {
    return size * (isOfParameters(slice) ? slice : slice - ofParameters());
  }

  /** Returns how many values a slice has. */
  int length(int slice) {
    return to(slice) - from(slice);
  }

  /** Returns where a slice ends in its own vector. */
  int to(int slice) {
    return (int) Math.min((long) from(slice) + size, isOfParameters(slice) ? parameters : moments);
  }
}
