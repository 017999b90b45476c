/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import java.util.stream.Stream;
import org.anchorage.worker.round.RoundStart;

/**
 * A {@link RoundStart} on its way to the workers. Not to be changed.
 *
 * @param round as there
 * @param iteration as there
 * @param slices how it was cut
 * @param bytes of each slice
 */
public record SentStart(int round, int iteration, Slices slices, byte[][] bytes)
    implements Serializable {

  /** Returns the bytes of all slices. */
  public long size() {
    return Stream.of(bytes).mapToLong(slice -> slice.length).sum();
  }
}
