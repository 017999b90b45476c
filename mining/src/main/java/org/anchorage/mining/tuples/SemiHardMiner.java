/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.config.miner.SemiHardMinerSettings.Fallback;
import org.anchorage.core.config.miner.SemiHardMinerSettings.Positives;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each ordered pair of one class (anchor, positive) with its semi-hard negative: the nearest that
 * is strictly farther than the positive. If there is none, the fallback is taken. On a tie the
 * lower index wins. The idea is <a href="https://arxiv.org/abs/1503.03832">FaceNet</a>'s. The
 * default rule is exactly that of TensorFlow Addons' {@code triplet_semihard_loss}: without an
 * upper bound at the margin, and with the farthest negative as the fallback. With {@link
 * Positives#HARDEST} it is TensorFlow Similarity's.
 *
 * <p>A batch without two images of a class has no triplets. In a batch of a single class, the
 * fallback to the farthest gives each pair its anchor as the negative, at distance 0. This is
 * Addons' rule too; such a batch only contracts. With any other fallback it has no triplets.
 * Batches of P >= 2 classes meet neither case.
 *
 * <p>For an anchor with p positives and n negatives it takes (p + n) log p steps: a negative lies
 * beyond some number of the sorted positives, so only the nearest for each number is kept.
 *
 * @param bound how much farther than the positive a semi-hard negative is at most, in units of the
 *     distance, over 0; {@link #UNBOUNDED} by default, the loss's margin with FaceNet
 * @param fallback negative of a pair that has no semi-hard one; default the farthest
 * @param positives which pairs count; default all
 */
public record SemiHardMiner(double bound, Fallback fallback, Positives positives) implements Miner {

  /** No upper bound. */
  public static final double UNBOUNDED = Double.POSITIVE_INFINITY;

  public SemiHardMiner {
    if (!(bound > 0)) {
      throw new IllegalArgumentException(
          "No negative is farther than its positive and farther by at most "
              + bound
              + "; use a positive bound, or none");
    }
  }

  /** A miner by the rule of TensorFlow Addons. */
  public SemiHardMiner() {
    this(UNBOUNDED, Fallback.FARTHEST, Positives.ALL);
  }

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    SplittableRandom random = seed.derive("semi-hard").generator();
    Partners partners = new Partners(rows);
    TripletList triplets = new TripletList();
    double[] sorted = new double[rows.size()];
    int[] beyond = new int[rows.size() + 1];
    for (int a = 0; a < rows.anchors(); a++) {
      int mates = partners.of(a).positives();
      if (mates == 0) {
        continue;
      }
      sortMates(a, distances, partners, sorted);
      int farthest = nearestBeyond(a, distances, partners, sorted, beyond);
      int nearest = fallback == Fallback.HARDEST ? partners.nearestNegative(a, distances) : -1;
      int drawn = positives == Positives.RANDOM ? partners.positive(random.nextInt(mates)) : -1;
      int only = positives == Positives.HARDEST ? partners.farthestPositive(a, distances) : drawn;
      for (int k = 0; k < mates; k++) {
        int p = partners.positive(k);
        if (only >= 0 && p != only) {
          continue;
        }
        double toPositive = distances.between(a, p);
        int n = beyond[rank(toPositive, sorted, mates) + 1];
        // The nearest one beyond the positive is out of bounds only if all of them are.
        if (n < 0 || distances.between(a, n) - toPositive > bound) {
          n =
              switch (fallback) {
                case FARTHEST -> farthest;
                case HARDEST -> nearest;
                case SKIP -> -1;
                case RANDOM -> anyNegative(partners, random);
              };
        }
        if (n >= 0) {
          triplets.add(a, p, n);
        }
      }
    }
    return triplets.triplets();
  }

  private static int anyNegative(Partners partners, SplittableRandom random) {
    int count = partners.negatives();
    return count == 0 ? -1 : partners.negative(random.nextInt(count));
  }

  /** Writes the distances of the anchor's positives, ascending. */
  private static void sortMates(int a, Distances distances, Partners partners, double[] sorted) {
    for (int k = 0; k < partners.positives(); k++) {
      sorted[k] = distances.between(a, partners.positive(k));
    }
    Arrays.sort(sorted, 0, partners.positives());
  }

  /**
   * Writes to beyond[k], for k from 1 to the number of positives, the nearest negative that is
   * strictly farther than at least k positives, or -1. Returns the farthest negative, or the anchor
   * if there is none.
   */
  private static int nearestBeyond(
      int a, Distances distances, Partners partners, double[] sorted, int[] beyond) {
    int mates = partners.positives();
    Arrays.fill(beyond, 0, mates + 1, -1);
    int farthest = a;
    for (int i = 0; i < partners.negatives(); i++) {
      int n = partners.negative(i);
      double distance = distances.between(a, n);
      int k = rank(distance, sorted, mates);
      if (beyond[k] < 0 || distance < distances.between(a, beyond[k])) {
        beyond[k] = n;
      }
      if (farthest == a || distance > distances.between(a, farthest)) {
        farthest = n;
      }
    }
    for (int k = mates - 1; k > 0; k--) {
      if (beyond[k] < 0) {
        beyond[k] = beyond[k + 1];
      }
    }
    return farthest;
  }

  /** Returns how many of the sorted distances are strictly smaller. */
  private static int rank(double distance, double[] sorted, int count) {
    int low = 0;
    // Halves without branches; wrongly guessed ones would take most of a batch's time.
    for (int left = count; left > 0; ) {
      int half = (left + 1) >>> 1;
      low = sorted[low + half - 1] < distance ? low + half : low;
      left -= half;
    }
    return low;
  }
}
