/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.stream.IntStream;
import org.anchorage.core.gram.Rows;

/**
 * What an anchor is compared with: the other rows of its class and the rows of other classes, both
 * ascending, references among them.
 */
record Partners(int[] positives, int[] negatives) {

  /** Returns all partners of a row. */
  static Partners of(int anchor, Rows rows) {
    return new Partners(
        IntStream.range(0, rows.size()).filter(i -> i != anchor && rows.same(anchor, i)).toArray(),
        IntStream.range(0, rows.size()).filter(i -> !rows.same(anchor, i)).toArray());
  }

  /** Returns these partners with the first positive, if any, for the only one. */
  Partners withFirstPositive() {
    return new Partners(IntStream.of(positives).limit(1).toArray(), negatives);
  }
}
