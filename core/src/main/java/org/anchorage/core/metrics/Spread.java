/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Consumer;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;

/**
 * How much of their space vectors use: whether they have collapsed into a point, or into a few
 * directions. Labels are not used.
 *
 * @param meanDistance mean Euclidean distance of two vectors; near 0 if all lie in a point, about
 *     &radic;2 for unit vectors spread evenly
 * @param eigenvalues of the covariance (over count, not count - 1), descending: the variance along
 *     each principal axis; dim of them
 * @param effectiveRank exp of the entropy of the eigenvalues over their sum (the form of Roy,
 *     Vetterli 2007): dim if all directions vary alike, 1 if one does, 0 if none does
 * @param spectralDecay &rho; of Roth et al. 2020 (arXiv 2002.08473): KL(uniform || s), where s are
 *     the singular values, over their sum, of the vectors <em>not</em> centred. It is 0 if all are
 *     equal, and larger the fewer directions are used. There are min(count, dim) singular values.
 *     One below 2<sup>-23</sup> of the largest, which single precision does not resolve, counts as
 *     that share
 */
public record Spread(
    double meanDistance, double[] eigenvalues, double effectiveRank, double spectralDecay)
    implements Serializable {

  private static final double RESOLUTION = 0x1p-23;

  /** Vectors read at once. */
  private static final int PIECE = 2048;

  /** Floats of the vectors that are held to measure pairs. */
  private static final int PAIRS_AT_ONCE = 1 << 25;

  /**
   * Measures vectors. One thread; about count x dim&sup2; / 2 + 3 dim&sup3; + pairs x dim
   * operations.
   *
   * @param vectors at least one, finite; read in pieces, but for the distances of all pairs
   * @param pairs number of pairs that the mean distance is taken over, drawn at random; all if
   *     there are no more
   * @param seed of the draws
   * @throws IllegalArgumentException if there are no vectors, or no pairs are asked for
   */
  public static Spread of(VectorSource vectors, long pairs, Seed seed) {
    if (vectors.count() == 0 || pairs < 1) {
      throw new IllegalArgumentException(
          "The spread of "
              + vectors.count()
              + " vectors over "
              + pairs
              + " pairs cannot be measured; pass at least 1 of each");
    }
    double[] mean = mean(vectors);
    double[][] covariance = covariance(vectors, mean);
    double[][] moment = new double[mean.length][];
    for (int i = 0; i < mean.length; i++) {
      double along = mean[i];
      double[] row = covariance[i];
      moment[i] = new double[mean.length];
      Arrays.setAll(moment[i], j -> row[j] + along * mean[j]);
    }
    double[] eigenvalues = notNegative(SymmetricEigenvalues.of(covariance));
    double[] squares = notNegative(SymmetricEigenvalues.of(moment));
    double[] singular =
        Arrays.stream(squares)
            .limit(Math.min(vectors.count(), vectors.dim()))
            .map(Math::sqrt)
            .toArray();
    return new Spread(
        meanDistance(vectors, pairs, seed),
        eigenvalues,
        effectiveRank(eigenvalues),
        decay(singular));
  }

  /** Returns the sum of the eigenvalues: the mean squared distance to the mean vector. */
  public double variance() {
    return Arrays.stream(eigenvalues).sum();
  }

  private static double[] mean(VectorSource vectors) {
    double[] mean = new double[vectors.dim()];
    eachPiece(
        vectors,
        piece -> {
          for (int i = 0; i < piece.length; i++) {
            mean[i % mean.length] += piece[i];
          }
        });
    Arrays.setAll(mean, i -> mean[i] / vectors.count());
    return mean;
  }

  private static double[][] covariance(VectorSource vectors, double[] mean) {
    int dim = mean.length;
    double[][] sums = new double[dim][dim];
    double[] centred = new double[dim];
    eachPiece(
        vectors,
        piece -> {
          for (int start = 0; start < piece.length; start += dim) {
            for (int i = 0; i < dim; i++) {
              centred[i] = piece[start + i] - mean[i];
            }
            for (int i = 0; i < dim; i++) {
              double[] row = sums[i];
              double value = centred[i];
              for (int j = 0; j <= i; j++) {
                row[j] += value * centred[j];
              }
            }
          }
        });
    for (int i = 0; i < dim; i++) {
      for (int j = 0; j <= i; j++) {
        sums[i][j] /= vectors.count();
        sums[j][i] = sums[i][j];
      }
    }
    return sums;
  }

  /** Rounding leaves tiny negative numbers in directions without variance. */
  private static double[] notNegative(double[] values) {
    return Arrays.stream(values).map(value -> Math.max(0, value)).toArray();
  }

  private static double effectiveRank(double[] eigenvalues) {
    double sum = Arrays.stream(eigenvalues).sum();
    if (sum == 0) {
      return 0;
    }
    double entropy = 0;
    for (double eigenvalue : eigenvalues) {
      double share = eigenvalue / sum;
      entropy -= share == 0 ? 0 : share * Math.log(share);
    }
    return Math.exp(entropy);
  }

  private static double decay(double[] singular) {
    double least = singular[0] == 0 ? 1 : singular[0] * RESOLUTION;
    double[] raised = Arrays.stream(singular).map(value -> Math.max(value, least)).toArray();
    if (singular[0] == 0) {
      // All vectors are zero: no direction is used, which is no better than one.
      raised[0] = 1 / RESOLUTION;
    }
    double sum = Arrays.stream(raised).sum();
    double divergence = 0;
    for (double value : raised) {
      divergence -= Math.log(value / sum * raised.length) / raised.length;
    }
    return Math.max(0, divergence);
  }

  private static void eachPiece(VectorSource vectors, Consumer<float[]> taker) {
    int count = vectors.count();
    for (int from = 0; from < count; from += Math.min(PIECE, count - from)) {
      taker.accept(vectors.read(from, from + Math.min(PIECE, count - from)).values());
    }
  }

  private static double meanDistance(VectorSource source, long pairs, Seed seed) {
    int count = source.count();
    if (count == 1) {
      return 0;
    }
    long all = (long) count * (count - 1) / 2;
    if (all > pairs) {
      return new SampledDistances(source, PAIRS_AT_ONCE / source.dim()).mean(pairs, seed);
    }
    Vectors vectors = source.read(0, count);
    double sum = 0;
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < i; j++) {
        sum += Math.sqrt(vectors.squaredDistance(i, vectors, j));
      }
    }
    return sum / all;
  }
}
