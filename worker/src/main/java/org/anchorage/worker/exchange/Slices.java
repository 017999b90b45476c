/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;

/**
 * How the parameters and the moments of a network are cut into slices. Parameter slices come first,
 * then moment slices; no slice spans both. Immutable.
 *
 * @param parameters number of parameters
 * @param moments number of moments; 0 if they are not sent
 * @param size most values in a slice
 */
public record Slices(int parameters, int moments, int size) implements Serializable {

  /** Returns the number of parameter slices. */
  int ofParameters() {
    return count(parameters);
  }

  /** Returns the number of slices. */
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
