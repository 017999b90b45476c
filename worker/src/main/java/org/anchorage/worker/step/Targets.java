/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

/**
 * Fixed vectors that a batch is compared with: embeddings of texts, of another network, class
 * centres. A loss sees them as references, behind the embeddings that it remembers. Images find
 * positives and negatives among them by label. Targets are never anchors, take no gradient and do
 * not change. They are not normalised: if embeddings have length 1, pass vectors of length 1.
 *
 * <p>The arrays are kept, not copied. Immutable if nobody changes them.
 *
 * @param vectors T x dim, row-major; finite
 * @param labels class of each target, among the classes of the images; any ints
 */
public record Targets(float[] vectors, int[] labels) {

  /** No targets. */
  public static final Targets NONE = new Targets(new float[0], new int[0]);

  /**
   * Describes targets.
   *
   * @throws IllegalArgumentException if there is not one whole vector for each label, or a value is
   *     not finite
   */
  public Targets {
    boolean whole =
        labels.length == 0
            ? vectors.length == 0
            : vectors.length > 0 && vectors.length % labels.length == 0;
    if (!whole) {
      throw new IllegalArgumentException(
          vectors.length
              + " floats are not one vector for each of "
              + labels.length
              + " labels; pass labels x dim floats");
    }
    for (int i = 0; i < vectors.length; i++) {
      if (!Float.isFinite(vectors[i])) {
        int dim = vectors.length / labels.length;
        throw new IllegalArgumentException(
            "Target "
                + i / dim
                + " (of class "
                + labels[i / dim]
                + ") has the value "
                + vectors[i]
                + " at "
                + i % dim
                + "; pass finite vectors");
      }
    }
  }

  /** Returns T. */
  public int count() {
    return labels.length;
  }

  /** Returns the length of a vector; 0 without targets. */
  public int dim() {
    return labels.length == 0 ? 0 : vectors.length / labels.length;
  }

  /**
   * Refuses targets of another dimension than the embeddings they are compared with.
   *
   * @param embedding dimension of the embeddings
   * @throws IllegalArgumentException if there are targets and their dimension differs
   */
  public void requireDim(int embedding) {
    if (count() > 0 && dim() != embedding) {
      throw new IllegalArgumentException(
          count()
              + " targets have dimension "
              + dim()
              + ", but the embeddings that they are compared with have "
              + embedding
              + "; set embedding.dim = "
              + dim()
              + ", or pass targets of dimension "
              + embedding);
    }
  }
}
