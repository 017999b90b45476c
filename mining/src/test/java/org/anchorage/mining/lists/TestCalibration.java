/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.cells.ProbeCurve;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TestCalibration {

  private static final int K = 10;
  private static final Seed SEED = new Seed(5);
  private static final Vectors BASE = Drawn.vectors(3000, 16, 30, 1);
  private static final Vectors QUERIES = Drawn.vectors(200, 16, 30, 1);

  private static InvertedLists lists(Coding coding) {
    return new ListSplit(60, coding, SEED).divide(BASE);
  }

  @Test
  void theCurveIsTheRecallOfEverySearch() {
    InvertedLists lists = lists(Coding.FLOAT);
    HeldOut heldOut = HeldOut.of(BASE, QUERIES, K);
    ProbeCurve curve = Calibration.curve(lists, heldOut);
    for (int probes : new int[] {1, 2, 3, 7, 20, 60}) {
      assertThat(heldOut.recall(lists.search(probes)).share()).isEqualTo(curve.recall(probes));
    }
    assertThat(curve.recall(60)).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void itIsTheFewestListsThatReachTheRecall(Coding coding) {
    InvertedLists lists = lists(coding);
    HeldOut found = HeldOut.draw(BASE, 300, K, SEED.derive("found"));
    HeldOut check = HeldOut.draw(BASE, 300, K, SEED.derive("check"));
    Calibration calibration = Calibration.of(lists, found, check, 0.95);
    int probes = calibration.probes();
    assertThat(probes).isGreaterThan(1);
    assertThat(found.recall(lists.search(probes)).share()).isGreaterThanOrEqualTo(0.95);
    if (coding == Coding.FLOAT) {
      assertThat(Calibration.curve(lists, found).recall(probes - 1)).isLessThan(0.95);
    }
    assertThat(calibration.recall()).isEqualTo(check.recall(lists.search(probes)).share());
    assertThat(calibration.k()).isEqualTo(K);
    assertThat(Calibration.of(lists, BASE, 0.95, K, SEED))
        .isEqualTo(Calibration.of(lists, BASE, 0.95, K, SEED));
  }

  /** A recall that bytes cannot reach: all lists are probed, and the figure says how far it is. */
  @Test
  void aRecallOutOfReachIsMeasured() {
    Calibration calibration = Calibration.of(lists(Coding.INT8), BASE, 1, K, SEED);
    assertThat(calibration.probes()).isEqualTo(60);
    assertThat(calibration.recall()).isLessThan(1).isGreaterThan(0.9);
  }

  @Test
  void aDrawnQueryIsNotItsOwnNeighbour() {
    HeldOut drawn = HeldOut.draw(BASE, 50, K, SEED);
    for (int at = 0; at < drawn.exact().indices().length; at++) {
      assertThat(drawn.exact().indices()[at]).isNotEqualTo(drawn.rows()[at / K]);
    }
  }

  @Test
  void refusesWhatCannotBeReached() {
    InvertedLists lists = lists(Coding.FLOAT);
    for (double recall : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> Calibration.of(lists, BASE, recall, K, SEED))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("A recall of " + recall + " cannot be reached");
    }
    assertThatThrownBy(() -> Calibration.of(lists, QUERIES, 0.9, K, SEED))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Lists of 3000 vectors of 16 numbers were not made of the 200 of 16");
  }
}
