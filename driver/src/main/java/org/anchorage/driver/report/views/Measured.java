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
   */
  static Measured of(EmbeddedLook look, int[] points, Seed seed, Progress.Factory progress) {
    FirstFound first = look.first();
    Vectors vectors = look.vectors(points);
    int[] labels = Arrays.stream(points).map(at -> look.looked().labels()[at]).toArray();
    int[] paired = ClassSample.of(labels, DistanceHistogram.MOST, seed.derive("pairs"));
    DistanceHistogram distances =
        DistanceHistogram.of(
            vectors.rows(paired), Arrays.stream(paired).map(at -> labels[at]).toArray());
    return new Measured(first, Scatter.of(vectors, seed, progress), distances);
  }
}
