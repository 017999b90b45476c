/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.progress.Progress;

/**
 * What a run makes of what is looked at, as numbers.
 *
 * @param first what each query finds first
 * @param scatter places of the sample's points
 * @param distances of pairs among the sample's points, or some of them
 */
record Measured(FirstFound first, Scatter scatter, DistanceHistogram distances) {

  /**
   * Measures.
   *
   * @param points positions among the rows looked at, ascending
   * @throws DivergedException if their vectors are not finite
   */
  static Measured of(EmbeddedLook look, int[] points, Seed seed, Progress.Factory progress) {
    Vectors vectors = look.vectors(points);
    requireFinite(vectors);
    FirstFound first = look.first();
    int[] labels = Arrays.stream(points).map(at -> look.looked().labels()[at]).toArray();
    int[] paired = ClassSample.of(labels, DistanceHistogram.MOST, seed.derive("pairs"));
    DistanceHistogram distances =
        DistanceHistogram.of(
            vectors.rows(paired), Arrays.stream(paired).map(at -> labels[at]).toArray());
    return new Measured(first, Scatter.of(vectors, seed, progress), distances);
  }

  static void requireFinite(Vectors vectors) {
    for (float value : vectors.values()) {
      if (!Float.isFinite(value)) {
        throw new DivergedException();
      }
    }
  }
}
