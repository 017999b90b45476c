/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.ClassNeighbours;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.Wanted;

/**
 * Finds hard negatives by a search in all vectors. The search finds the nearest {@code neighbours}
 * of other classes, however large the anchor's own class is, and in the same pass the nearest
 * positive, exactly even where the search is approximate. {@link NegativeJudge} then says which of
 * them are taken.
 *
 * <p>Takes 8 bytes a row beside the vectors. Immutable and thread-safe.
 */
public final class HardNegativeMiner {

  private final MineSettings settings;
  private final int[] labels;
  private final ClassRows classes;
  private final NegativeJudge judge;

  /**
   * Makes a miner of a base that counts nothing as a duplicate.
   *
   * @param settings neighbours, ranks, margin and how many to keep
   * @param labels of all rows, at least two, none negative; kept, not copied
   */
  public HardNegativeMiner(MineSettings settings, int[] labels) {
    this(settings, labels, Duplicates.none());
  }

  /**
   * Makes a miner of a base.
   *
   * @param settings neighbours, ranks, margin and how many to keep
   * @param labels of all rows, at least two, none negative; kept, not copied
   * @param duplicates never negatives
   */
  public HardNegativeMiner(MineSettings settings, int[] labels, Duplicates duplicates) {
    this.settings = settings;
    this.labels = labels;
    this.classes = new ClassRows(labels);
    this.judge = new NegativeJudge(settings, row -> labels[row], duplicates);
  }

  /**
   * Mines the negatives of a block of anchors.
   *
   * @param base all rows, L2-normalised ({@link Vectors#normalised})
   * @param from row of the first anchor
   * @param to the one after the last
   * @throws IllegalArgumentException if there are not as many labels as vectors, or no such rows
   */
  public MinedNegatives mine(NeighbourSearch base, int from, int to) {
    return judge.judge(from, find(base, from, to));
  }

  /**
   * Mines the negatives of some rows, as {@link #mine(NeighbourSearch, int, int)} does of a block.
   *
   * @param base all rows, L2-normalised
   * @param queries the anchors' vectors
   * @param anchors their rows, ascending
   * @throws IllegalArgumentException if there are not as many labels as vectors, or no such rows
   */
  public MinedNegatives mine(NeighbourSearch base, Vectors queries, int[] anchors) {
    requireLabels(base);
    List<Neighbours> found =
        base.search(
            queries,
            List.of(
                new Wanted.Admitted(k(), (query, row) -> labels[anchors[query]] != labels[row]),
                new Wanted.Listed(1, query -> classes.othersOfClassOf(anchors[query]))));
    return judge.judge(
        anchors.length == 0 ? 0 : anchors[0],
        new ClassNeighbours(anchors, found.get(0), found.get(1)));
  }

  private int k() {
    return Math.min(settings.neighbours(), labels.length - 1);
  }

  private void requireLabels(NeighbourSearch base) {
    if (labels.length != base.count()) {
      throw new IllegalArgumentException(
          base.count() + " vectors need as many labels, not " + labels.length);
    }
  }

  /**
   * Finds what is judged: the nearest of other classes, and the nearest positive.
   *
   * @param base all rows, L2-normalised
   * @param from row of the first anchor
   * @param to the one after the last
   * @throws IllegalArgumentException if there are not as many labels as vectors, or no such rows
   */
  public ClassNeighbours find(NeighbourSearch base, int from, int to) {
    requireLabels(base);
    List<Neighbours> found =
        base.searchSelf(
            from,
            to,
            List.of(
                new Wanted.Admitted(k(), Filter.otherClasses(labels)),
                new Wanted.Listed(1, classes::ofClassOf)));
    int[] anchors = IntStream.range(from, to).toArray();
    return new ClassNeighbours(anchors, found.get(0), found.get(1));
  }
}
