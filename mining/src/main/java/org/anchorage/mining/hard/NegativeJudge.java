/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.function.IntUnaryOperator;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.mining.neighbours.ClassNeighbours;

/**
 * Takes hard negatives from the neighbours of anchors: images of other classes that lie near, but
 * not so near that they are probably of the same class in truth. It does not matter which search
 * found them.
 *
 * <p>The judge keeps a neighbour if (see {@link Rejection} for the order)
 *
 * <ol>
 *   <li>its rank among them, from 0, is in [rankFrom, rankTo);
 *   <li>it does not show the anchor's image again ({@link Duplicates});
 *   <li>its similarity is at most p - relativeMargin x |p|, where p is the anchor's similarity to
 *       its nearest positive. For p &gt; 0 that is (1 - relativeMargin) p: TopK-PercPos of
 *       NV-Retriever (arXiv 2407.15831) with the percentage 1 - relativeMargin. For p &lt;= 0 that
 *       product would let in negatives nearer than the positive; the absolute value keeps the limit
 *       below p;
 *   <li>no nearer negative of its class was kept;
 *   <li>fewer than {@code negatives} were kept.
 * </ol>
 *
 * <p>An anchor alone in its class gets no negatives: no similarity can judge them, and no tuple can
 * use them.
 *
 * <p>Similarity is the cosine, 1 - d&sup2; / 2 of L2-normalised vectors (a zero vector counts as
 * 1/2 similar to all others). Immutable, and thread-safe if its functions are.
 */
public final class NegativeJudge {

  private final MineSettings settings;
  private final IntUnaryOperator labels;
  private final Duplicates duplicates;

  /**
   * Makes a judge.
   *
   * @param settings ranks, margin and how many to keep
   * @param labels gives the class of a row
   * @param duplicates never negatives
   */
  public NegativeJudge(MineSettings settings, IntUnaryOperator labels, Duplicates duplicates) {
    this.settings = settings;
    this.labels = labels;
    this.duplicates = duplicates;
  }

  /**
   * Judges the neighbours of a block of anchors.
   *
   * @param from number of the first anchor, which the result passes on: its row, or its place in
   *     another order of the anchors
   * @param found of L2-normalised vectors
   */
  public MinedNegatives judge(int from, ClassNeighbours found) {
    Block block = new Block(found);
    for (int i = 0; i < found.anchors().length; i++) {
      block.mine(i);
    }
    return block.mined(from);
  }

  private static float similarity(float squaredDistance) {
    return (float) (1 - squaredDistance / 2.0);
  }

  /** Works on one block. */
  private final class Block {

    private final ClassNeighbours found;
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

    Block(ClassNeighbours found) {
      int anchors = found.anchors().length;
      this.found = found;
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
      if (found.nearestPositives()[index] == Float.POSITIVE_INFINITY) {
        return;
      }
      float positive = similarity(found.nearestPositives()[index]);
      positives[anchorsWithPositive++] = positive;
      double limit = positive - settings.relativeMargin() * Math.abs(positive);
      int rank = 0;
      int taken = 0;
      Neighbours neighbours = found.others();
      int k = neighbours.k();
      for (int i = index * k; i < (index + 1) * k && neighbours.indices()[i] >= 0; i++) {
        int row = neighbours.indices()[i];
        float similarity = similarity(neighbours.squaredDistances()[i]);
        int at = index * most;
        if (rank < settings.rankFrom() || rank >= settings.rankTo()) {
          reject(Rejection.OUT_OF_WINDOW);
        } else if (duplicates.are(found.anchors()[index], row, similarity)) {
          reject(Rejection.NEAR_DUPLICATE);
        } else if (similarity > limit) {
          reject(Rejection.FALSE_NEGATIVE);
        } else if (isTaken(labels.applyAsInt(row), at, at + taken)) {
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
        if (labels.applyAsInt(rows[i]) == label) {
          return true;
        }
      }
      return false;
    }

    private void reject(Rejection reason) {
      rejected.merge(reason, 1L, Long::sum);
    }

    MinedNegatives mined(int from) {
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
      return new MinedNegatives(
          from, most, rows, similarities, ranks, found.positives().indices(), tally);
    }
  }
}
