/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.stream.IntStream;
import org.anchorage.core.gram.Rows;

/**
 * The rows that an anchor is compared with: the other rows of its class and the rows of other
 * classes, both ascending, references among them. Each anchor has arrays of its own, so a loss may
 * keep and filter them. The miners look at millions of tuples and move one buffer from anchor to
 * anchor instead.
 */
record Comparisons(int[] positives, int[] negatives) {

  /** Returns all rows that a row is compared with. */
  static Comparisons of(int anchor, Rows rows) {
    return new Comparisons(
        IntStream.range(0, rows.size()).filter(i -> i != anchor && rows.same(anchor, i)).toArray(),
        IntStream.range(0, rows.size()).filter(i -> !rows.same(anchor, i)).toArray());
  }

  /** Returns these with only the first positive, if there is one. */
  Comparisons withFirstPositive() {
    return new Comparisons(IntStream.of(positives).limit(1).toArray(), negatives);
  }
}
