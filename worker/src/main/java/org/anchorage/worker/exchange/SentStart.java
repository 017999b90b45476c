/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.io.Serializable;
import java.util.stream.Stream;
import org.anchorage.worker.round.RoundStart;

/**
 * A {@link RoundStart} on its way to the workers. Do not change its bytes.
 *
 * @param round number of the round, from 0
 * @param iteration steps each worker has taken before
 * @param slices how the start was cut
 * @param bytes encoded values of each slice
 */
public record SentStart(int round, int iteration, Slices slices, byte[][] bytes)
    implements Serializable {

  /** Returns the number of bytes of all slices. */
  public long size() {
    return Stream.of(bytes).mapToLong(slice -> slice.length).sum();
  }
}
