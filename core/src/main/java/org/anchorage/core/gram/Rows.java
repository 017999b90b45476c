/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.gram;

/**
 * What the rows of a Gram matrix are. First come the anchors, the images of the batch itself. Then
 * come references, if there are any: vectors that anchors are compared with. References are no
 * anchors and take no gradient. They are the embeddings of a cross-batch memory, followed by
 * targets: fixed vectors, such as embeddings of texts. Rows of the matrix beyond these belong to
 * the loss.
 *
 * <p>Immutable as long as nobody changes the array.
 *
 * @param labels class of each anchor and then of each reference; any ints; kept, not copied
 * @param anchors number of anchors
 */
public record Rows(int[] labels, int anchors) {

  public Rows {
    if (anchors < 0 || anchors > labels.length) {
      throw new IllegalArgumentException(
          anchors + " of " + labels.length + " rows cannot be anchors; pass 0 to all of them");
    }
  }

  /** Returns rows that are all anchors. */
  public static Rows of(int... labels) {
    return new Rows(labels, labels.length);
  }

  /** Returns the number of anchors and references together. */
  public int size() {
    return labels.length;
  }

  /** Returns the class of a row. */
  public int label(int i) {
    return labels[i];
  }

  /** Returns whether two rows are of one class. */
  public boolean same(int i, int j) {
    return labels[i] == labels[j];
  }
}
