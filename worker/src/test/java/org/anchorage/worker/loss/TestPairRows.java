/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestPairRows {

  @Test
  void negativesArePositivesOfOtherClasses() {
    PairRows rows = PairRows.of("A loss", input(Rows.of(5, 5, 8, 8, 5, 5, 2, 2)));

    assertThat(rows.count()).isEqualTo(4);
    assertThat(rows.negatives(0)).containsExactly(3, 7);
    assertThat(rows.negatives(2)).containsExactly(1, 5, 7);
  }

  @Test
  void lengthsAreWeighedByTheMeanOverPairs() {
    double[] s = new double[16];
    Gram gram = new Gram(4, new double[] {5, 0, 0, 0, 0, 9, 0, 0, 0, 0, 2, 0, 0, 0, 0, 4});

    double lengths = PairRows.of("A loss", input(Rows.of(1, 1, 2, 2))).addLengths(0.4, gram, s);

    assertThat(lengths).isCloseTo(0.25 * 0.4 * (3.5 + 6.5), within(1e-15));
    assertThat(new double[] {s[0], s[5], s[10], s[15], s[1]})
        .containsExactly(0.05, 0.05, 0.05, 0.05, 0);
  }

  @Test
  void refusesRowsThatAreNotPairs() {
    assertThatThrownBy(() -> PairRows.of("A loss", input(Rows.of(5, 5, 8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A loss takes rows two by two, and cannot pair 3 of them; set batch.sampler = pairs");
    assertThatThrownBy(() -> PairRows.of("A loss", input(Rows.of(5, 5, 5, 8))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A loss takes rows 2 and 3 for a pair, but their labels are 5 and 8; set batch.sampler"
                + " = pairs");
  }

  @Test
  void refusesReferences() {
    assertThatThrownBy(() -> PairRows.of("A loss", input(new Rows(new int[] {5, 5, 8, 8}, 2))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "A loss takes rows two by two, and cannot take references (remembered embeddings or"
                + " targets), but there are 2; train it without a memory and without targets, or"
                + " use a loss that does not read pairs");
  }

  private static LossInput input(Rows rows) {
    double[] products = new double[rows.size() * rows.size()];
    return LossInput.of(new Gram(rows.size(), products), rows, new Seed(5));
  }
}
