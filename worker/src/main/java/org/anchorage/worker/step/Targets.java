/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.step;

/**
 * Fixed vectors that a batch is compared with: embeddings of texts, of another network, class
 * centres. A loss sees them as references, behind the embeddings that it remembers: images look for
 * their positives and negatives among them, by their labels. They ask nothing themselves, take no
 * gradient, and nothing changes them. They are compared as they are: where embeddings have length
 * 1, give vectors of length 1.
 *
 * <p>The arrays are kept, not copied. Immutable as long as nobody changes them.
 *
 * @param vectors T x dim, row-major; finite
 * @param labels class of each of the T, among the classes of the images; any ints
 */
public record Targets(float[] vectors, int[] labels) {

  /** No targets. */
  public static final Targets NONE = new Targets(new float[0], new int[0]);

  /**
   * Describes targets.
   *
   * @throws IllegalArgumentException if the vectors are not whole rows, one a label, or are not
   *     finite
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

  /** Returns the length of a vector; 0 where there are none. */
  public int dim() {
    return labels.length == 0 ? 0 : vectors.length / labels.length;
  }

  /**
   * Refuses targets of another dimension than the embeddings they are compared with.
   *
   * @param embedding dimension of the embeddings
   * @throws IllegalArgumentException if there are targets, and of another dimension
   */
  public void requireDim(int embedding) {
    if (count() > 0 && dim() != embedding) {
      throw new IllegalArgumentException(
          count()
              + " targets have dimension "
              + dim()
              + ", and the embeddings that they are compared with "
              + embedding
              + "; set embedding.dim = "
              + dim()
              + ", or pass targets of dimension "
              + embedding);
    }
  }
}
