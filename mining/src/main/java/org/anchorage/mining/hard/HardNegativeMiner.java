/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.Filter;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.Wanted;

/**
 * Takes hard negatives from the neighbours of anchors: images of other classes that lie near, but
 * not so near that they are probably of the same class in truth.
 *
 * <p>The miner examines the nearest {@code neighbours} of other classes, however large the anchor's
 * own class is. It keeps one if (see {@link Rejection} for the order)
 *
 * <ol>
 *   <li>its rank among them, from 0, is in [rankFrom, rankTo);
 *   <li>its similarity is at most p - relativeMargin x |p|, where p is the anchor's similarity to
 *       its nearest positive. For p &gt; 0 that is (1 - relativeMargin) p: TopK-PercPos of
 *       NV-Retriever (arXiv 2407.15831) with the percentage 1 - relativeMargin. For p &lt;= 0 that
 *       product would let in negatives nearer than the positive; the absolute value keeps the limit
 *       below p;
 *   <li>no nearer negative of its class was kept;
 *   <li>fewer than {@code negatives} were kept.
 * </ol>
 *
 * <p>The nearest positive is found in the same pass, exactly even where the search is approximate.
 * An anchor alone in its class gets no negatives: no similarity can judge them, and no tuple can
 * use them.
 *
 * <p>Similarity is the cosine, 1 - d&sup2; / 2 of L2-normalised vectors (a zero vector counts as
 * 1/2 similar to all others). Immutable and thread-safe.
 */
public final class HardNegativeMiner {

  private final MineSettings settings;
  private final int[] labels;
  private final Map<Integer, int[]> rowsOf = new HashMap<>();

  /**
   * Makes a miner of a base.
   *
   * @param settings neighbours, ranks, margin and how many to keep
   * @param labels of all rows, at least two; kept, not copied
   */
  public HardNegativeMiner(MineSettings settings, int[] labels) {
    this.settings = settings;
    this.labels = labels;
    Map<Integer, Integer> sizes = new HashMap<>();
    for (int label : labels) {
      sizes.merge(label, 1, Integer::sum);
    }
    sizes.forEach((label, size) -> rowsOf.put(label, new int[size]));
    for (int row = labels.length - 1; row >= 0; row--) {
      int place = sizes.merge(labels[row], -1, Integer::sum);
      rowsOf(row)[place] = row;
    }
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
    if (labels.length != base.count()) {
      throw new IllegalArgumentException(
          base.count() + " vectors need as many labels, not " + labels.length);
    }
    int k = Math.min(settings.neighbours(), labels.length - 1);
    List<Neighbours> found =
        base.searchSelf(
            from,
            to,
            List.of(
                new Wanted.Admitted(k, Filter.otherClasses(labels)),
                new Wanted.Listed(1, this::rowsOf)));
    Block block = new Block(from, found.get(0), found.get(1).squaredDistances());
    for (int i = 0; i < to - from; i++) {
      block.mine(i);
    }
    return block.mined();
  }

  private int[] rowsOf(int row) {
    return rowsOf.getOrDefault(labels[row], new int[0]);
  }

  private static float similarity(float squaredDistance) {
    return (float) (1 - squaredDistance / 2.0);
  }

  /** Works on one block. */
  private final class Block {

    private final int from;
    private final Neighbours neighbours;
    private final float[] nearestPositives;
    private final int most = settings.negatives();
    private final int[] rows;
    private final float[] similarities;
    private final int[] ranks;
    private final float[] positives;
    private final float[] kept;
    private final EnumMap<Rejection, Long> rejected = new EnumMap<>(Rejection.class);
    private int anchorsWithPositive;
    private int keptCount;
    private int withTooFew;

    /** The distance to the nearest positive is infinite if there is none. */
    Block(int from, Neighbours neighbours, float[] nearestPositives) {
      int anchors = nearestPositives.length;
      this.from = from;
      this.neighbours = neighbours;
      this.nearestPositives = nearestPositives;
      this.rows = new int[anchors * most];
      this.similarities = new float[rows.length];
      this.ranks = new int[rows.length];
      this.positives = new float[anchors];
      this.kept = new float[rows.length];
      Arrays.fill(rows, -1);
      Arrays.fill(similarities, Float.NaN);
      Arrays.fill(ranks, -1);
    }

    void mine(int index) {
      if (nearestPositives[index] == Float.POSITIVE_INFINITY) {
        return;
      }
      float positive = similarity(nearestPositives[index]);
      positives[anchorsWithPositive++] = positive;
      double limit = positive - settings.relativeMargin() * Math.abs(positive);
      int rank = 0;
      int taken = 0;
      int k = neighbours.k();
      for (int i = index * k; i < (index + 1) * k && neighbours.indices()[i] >= 0; i++) {
        int row = neighbours.indices()[i];
        float similarity = similarity(neighbours.squaredDistances()[i]);
        int at = index * most;
        if (rank < settings.rankFrom() || rank >= settings.rankTo()) {
          reject(Rejection.OUT_OF_WINDOW);
        } else if (similarity > limit) {
          reject(Rejection.FALSE_NEGATIVE);
        } else if (isTaken(labels[row], at, at + taken)) {
          reject(Rejection.CLASS_TAKEN);
        } else if (taken == most) {
          reject(Rejection.NOT_NEEDED);
        } else {
          rows[at + taken] = row;
          similarities[at + taken] = similarity;
          ranks[at + taken] = rank;
          kept[keptCount++] = similarity;
          taken++;
        }
        rank++;
      }
      withTooFew += taken < most ? 1 : 0;
    }

    private boolean isTaken(int label, int start, int end) {
      for (int i = start; i < end; i++) {
        if (labels[rows[i]] == label) {
          return true;
        }
      }
      return false;
    }

    private void reject(Rejection reason) {
      rejected.merge(reason, 1L, Long::sum);
    }

    MinedNegatives mined() {
      int anchors = rows.length / most;
      MiningTally tally =
          new MiningTally(
              anchors,
              anchors - anchorsWithPositive,
              withTooFew,
              keptCount,
              rejected,
              Arrays.copyOf(positives, anchorsWithPositive),
              Arrays.copyOf(kept, keptCount));
      return new MinedNegatives(from, most, rows, similarities, ranks, tally);
    }
  }
}
