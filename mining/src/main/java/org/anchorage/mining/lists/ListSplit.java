/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.SampledMeans;

/**
 * Divides vectors into lists by k-means ({@link SampledMeans}). Deterministic: equal vectors and
 * settings give equal lists, to the bit, however vectors are read.
 *
 * <p>Takes count x lists x dim x 2 operations to assign all vectors, and some 20 times 32 x
 * lists&sup2; x dim x 2 for k-means. Memory: the lists in the heap, k-means' sample twice (32
 * vectors a list), and 8,192 vectors.
 *
 * @param lists at least 1; if there are fewer vectors, as many as there are. See {@link #lists}
 * @param coding how numbers are stored
 * @param seed of the sample and of k-means
 */
public record ListSplit(int lists, Coding coding, Seed seed) {

  /**
   * Vectors sampled for each list. Lists need no better centroids: with twice as many, building
   * takes nearly twice as long, and recall is the same to a few thousandths.
   */
  private static final int SAMPLED = 32;

  public ListSplit {
    if (lists < 1) {
      throw new IllegalArgumentException(
          "Cannot divide vectors into " + lists + " lists; ask for at least 1");
    }
  }

  /**
   * Returns a good number of lists: twice the square root of the vectors. With fewer, a query
   * compares more vectors that are far; with more, more centroids.
   */
  public static int lists(int count) {
    return (int) Math.max(1, Math.round(2 * Math.sqrt(count)));
  }

  /**
   * Divides vectors; their rows are their numbers.
   *
   * @param vectors at least one
   * @throws IllegalArgumentException if there are none, one is not finite or longer than 10^17, or
   *     has no half
   */
  public InvertedLists divide(VectorSource vectors) {
    return divide(vectors, Segments.MOST);
  }

  /** For tests: segments of fewer bytes. */
  InvertedLists divide(VectorSource vectors, int segmentBytes) {
    if (vectors.count() == 0) {
      throw new IllegalArgumentException("There are no vectors to be found; pass at least one");
    }
    forEachPiece(vectors, Rows::requireFinite);
    SampledMeans.Clusters clusters =
        SampledMeans.of(vectors, Math.min(lists, vectors.count()), SAMPLED, seed);
    int[] starts = new int[clusters.sizes().length + 1];
    for (int list = 0; list + 1 < starts.length; list++) {
      starts[list + 1] = starts[list] + clusters.sizes()[list];
    }
    ListTable table = ListTable.of(starts, clusters.order());
    Ranges ranges = coding == Coding.INT8 ? ranges(vectors, clusters) : Ranges.NONE;
    Payload payload = Payload.inMemory(coding, vectors.dim(), table.blocks(), ranges, segmentBytes);
    forEachPiece(
        vectors,
        (piece, first) ->
            IntStream.range(0, piece.count())
                .forEach(
                    i -> {
                      int list = clusters.assignments()[first + i];
                      int place = table.places()[first + i];
                      payload.put(
                          list,
                          table.block(list, place),
                          table.lane(list, place),
                          piece.values(),
                          i * piece.dim());
                    }));
    return new InvertedLists(table, clusters.centroids(), payload);
  }

  private static Ranges ranges(VectorSource vectors, SampledMeans.Clusters clusters) {
    Ranges ranges = Ranges.empty(clusters.sizes().length, vectors.dim());
    forEachPiece(
        vectors,
        (piece, first) -> {
          for (int i = 0; i < piece.count(); i++) {
            ranges.widen(
                clusters.assignments()[first + i], piece.values(), i * piece.dim(), piece.dim());
          }
        });
    ranges.divide();
    return ranges;
  }

  @FunctionalInterface
  private interface PieceTask {
    void run(Vectors piece, int first);
  }

  private static void forEachPiece(VectorSource vectors, PieceTask task) {
    int together = SampledMeans.TOGETHER;
    for (int from = 0; from < vectors.count(); from += together) {
      task.run(vectors.read(from, Math.min(vectors.count(), from + together)), from);
    }
  }
}
