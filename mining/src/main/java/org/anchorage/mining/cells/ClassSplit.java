/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;

/**
 * Makes the cells of classes. A small class is one cell. A larger one is divided by k-means inside
 * it, so no cell crosses a class. An image that probes cells of other classes then wastes nothing
 * on its own class, which fills the nearest cells of a division that ignores classes.
 *
 * <p>Deterministic: the cells of a class depend on its vectors, the size and the seed alone, so
 * classes can be divided anywhere. A class of n vectors gets about n / size cells; k-means makes
 * some of them a few times larger than others. Takes n x dim operations for a small class; for a
 * large one, n x cells x dim x 2 to assign all vectors, and some 20 times 64 x cells&sup2; x dim x
 * 2 for k-means on a sample of 64 vectors a cell. Memory: that sample twice, 8,192 vectors, and 8
 * bytes a vector.
 *
 * @param size vectors of a cell, about; at least 1. Smaller cells find more at equal cost until
 *     centroids are more work than cells; the square root of all vectors is a good size
 * @param seed of the sample and of k-means
 */
public record ClassSplit(int size, Seed seed) implements Serializable {

  public ClassSplit {
    if (size < 1) {
      throw new IllegalArgumentException(
          "A cell cannot have " + size + " vectors; it needs at least 1");
    }
  }

  /**
   * Makes the cells of a class.
   *
   * @param vectors those of the class, in the order of their rows
   * @param rows of these vectors in the corpus, ascending
   * @throws IllegalArgumentException if the class has no vectors, there are not as many rows, or a
   *     vector is not finite
   */
  public ClassCells split(int label, VectorSource vectors, int[] rows) {
    if (rows.length == 0 || rows.length != vectors.count()) {
      throw new IllegalArgumentException(
          "Class "
              + label
              + " has "
              + vectors.count()
              + " vectors and "
              + rows.length
              + " rows; pass at least one vector, and its row with each");
    }
    int cells = (rows.length - 1) / size + 1;
    SampledMeans.Clusters clusters = SampledMeans.of(vectors, cells, seed.derive(label));
    int[] arranged = Arrays.stream(clusters.order()).map(i -> rows[i]).toArray();
    return new ClassCells(label, arranged, clusters.sizes(), clusters.centroids());
  }
}
