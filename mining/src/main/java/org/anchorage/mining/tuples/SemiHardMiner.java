/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import java.util.Arrays;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;

/**
 * Each ordered pair of one class (anchor, positive) with its semi-hard negative: the nearest that
 * is strictly farther than the positive, however far; where no negative is farther, the farthest.
 * Of equally far ones, that of the lower index. The idea is <a
 * href="https://arxiv.org/abs/1503.03832">FaceNet</a>'s, the exact rule TensorFlow Addons' {@code
 * triplet_semihard_loss}, which has no upper bound at the margin.
 *
 * <p>A batch without two images of a class has no triplets. In a batch of a single class each pair
 * gets its anchor as the negative, at distance 0: again Addons' rule, by which such a batch only
 * contracts. Batches of P >= 2 classes never meet it.
 *
 * <p>For an anchor with p positives and n negatives it takes (p + n) log p steps: a negative lies
 * beyond some number of the sorted positives, so only the nearest for each number is kept.
 */
public record SemiHardMiner() implements Miner {

  @Override
  public Triplets mine(Distances distances, Rows rows, Seed seed) {
    distances.check(rows);
    int[] labels = rows.labels();
    int size = labels.length;
    int[] anchors = new int[positivePairs(rows)];
    int[] positives = new int[anchors.length];
    int[] negatives = new int[anchors.length];
    double[] sorted = new double[size];
    int[] beyond = new int[size + 1];
    int count = 0;
    for (int a = 0; a < rows.anchors(); a++) {
      int mates = sortMates(a, distances, labels, sorted);
      int farthest = nearestBeyond(a, distances, labels, sorted, mates, beyond);
      for (int p = 0; p < size && mates > 0; p++) {
        if (p != a && labels[p] == labels[a]) {
          int semiHard = beyond[rank(distances.between(a, p), sorted, mates) + 1];
          anchors[count] = a;
          positives[count] = p;
          negatives[count++] = semiHard >= 0 ? semiHard : farthest;
        }
      }
    }
    return new Triplets(anchors, positives, negatives);
  }

  private static int positivePairs(Rows rows) {
    int pairs = 0;
    for (int a = 0; a < rows.anchors(); a++) {
      for (int p = 0; p < rows.size(); p++) {
        pairs += p != a && rows.same(a, p) ? 1 : 0;
      }
    }
    return pairs;
  }

  /** Writes the distances of the anchor's positives, ascending, and returns their number. */
  private static int sortMates(int a, Distances distances, int[] labels, double[] sorted) {
    int mates = 0;
    for (int p = 0; p < labels.length; p++) {
      if (p != a && labels[p] == labels[a]) {
        sorted[mates++] = distances.between(a, p);
      }
    }
    Arrays.sort(sorted, 0, mates);
    return mates;
  }

  /**
   * Writes to beyond[k], k of 1 to mates, the nearest negative that at least k positives are
   * strictly nearer than, or -1; returns the farthest negative, or the anchor if there is none.
   */
  private static int nearestBeyond(
      int a, Distances distances, int[] labels, double[] sorted, int mates, int[] beyond) {
    Arrays.fill(beyond, 0, mates + 1, -1);
    int farthest = a;
    for (int n = 0; n < labels.length && mates > 0; n++) {
      if (labels[n] == labels[a]) {
        continue;
      }
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
    // Halves without a branch to guess wrong, which is most of a batch's time otherwise.
    for (int left = count; left > 0; ) {
      int half = (left + 1) >>> 1;
      low = sorted[low + half - 1] < distance ? low + half : low;
      left -= half;
    }
    return low;
  }
}
