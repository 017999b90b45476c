/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.stream.IntStream;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;

/**
 * The rows of a batch as pairs of one class: rows 2i and 2i+1 are anchor and positive of pair i.
 *
 * @param labels class of each row
 */
record PairRows(int[] labels) {

  /**
   * Reads a batch as pairs.
   *
   * @param loss name of the loss, as the start of a sentence
   * @throws IllegalArgumentException if the numbers of labels and embeddings differ, there are
   *     references, or rows are not pairs of a class
   */
  static PairRows of(String loss, LossInput input) {
    Rows rows = input.rows();
    input.gram().check(rows);
    if (rows.size() > rows.anchors()) {
      throw new IllegalArgumentException(
          loss
              + " takes rows two by two, and cannot take references (remembered embeddings or"
              + " targets), but there are "
              + (rows.size() - rows.anchors())
              + "; train it without a memory and without targets, or use a loss that does not read"
              + " pairs");
    }
    int[] labels = rows.labels();
    if (labels.length % 2 != 0) {
      throw new IllegalArgumentException(
          loss
              + " takes rows two by two, and cannot pair "
              + labels.length
              + " of them; set batch.sampler = pairs");
    }
    for (int a = 0; a < labels.length; a += 2) {
      if (labels[a] != labels[a + 1]) {
        throw new IllegalArgumentException(
            loss
                + " takes rows "
                + a
                + " and "
                + (a + 1)
                + " for a pair, but their labels are "
                + labels[a]
                + " and "
                + labels[a + 1]
                + "; set batch.sampler = pairs");
      }
    }
    return new PairRows(labels);
  }

  /** Returns N, the number of pairs. */
  int count() {
    return labels.length / 2;
  }

  /** Returns the positives of the pairs of other classes, which are a pair's negatives. */
  int[] negatives(int anchor) {
    return IntStream.range(0, count())
        .map(i -> 2 * i + 1)
        .filter(p -> labels[p] != labels[anchor])
        .toArray();
  }

  /**
   * Returns the term that keeps un-normalised embeddings from growing: l2/4 times (mean
   * |anchor|<sup>2</sup> + mean |positive|<sup>2</sup>); 0 without pairs.
   *
   * @param s S = dL/dG, to which its slope is added
   */
  double addLengths(double l2, Gram gram, double[] s) {
    double weight = 0.25 * l2 / Math.max(1, count());
    double squares = 0;
    for (int i = 0; i < labels.length; i++) {
      squares += gram.product(i, i);
      s[i * labels.length + i] += weight;
    }
    return weight * squares;
  }
}
