/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.anchorage.worker.loss.Landmarks;
import org.anchorage.worker.loss.Landmarks.Rest;
import org.anchorage.worker.round.RoundWork;
import org.junit.jupiter.api.Test;

class TestCollapseDetector {

  private static final int STEPS = 50;

  private final CollapseDetector hinge =
      new CollapseDetector(new Landmarks(OptionalDouble.of(0.2), Rest.REACHED));

  @Test
  void saysNothingOfATrainingThatLearns() {
    for (int i = 0; i < 20; i++) {
      assertThat(hinge.observe(round(0.15 - 0.005 * i, 60 - i, 1))).isEmpty();
    }
  }

  @Test
  void warnsOnceOfALossThatStaysAtTheMargin() {
    List<String> warnings = warnings(hinge, round(0.2003, 70, 1), 12);

    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("For 200 steps the loss has stayed at 0.2003")
        .contains("semi-hard", "optimiser.learning-rate");
  }

  @Test
  void aSignThatPassesIsForgotten() {
    for (int i = 0; i < 10; i++) {
      assertThat(warnings(hinge, round(0.2, 70, 1), 3)).isEmpty();
      assertThat(hinge.observe(round(0.1, 70, 1))).isEmpty();
    }
  }

  @Test
  void warnsOfEmbeddingsThatFallTogether() {
    hinge.observe(round(0.1, 50, 1.2));

    assertThat(warnings(hinge, round(0.1, 50, 0.006), 4))
        .singleElement()
        .asString()
        .contains("has been 0.00500 of its largest", "embedding.normalise");
  }

  @Test
  void warnsOfNothingToLearnAndOfNothingSatisfied() {
    assertThat(warnings(hinge, round(0, 0, 1), 4))
        .singleElement()
        .asString()
        .contains("nothing is learnt", "batch-hard");
    assertThat(warnings(hinge, round(0.1, 100, 1), 4))
        .singleElement()
        .asString()
        .contains("every pair and triplet has had a loss", "margin");
  }

  @Test
  void aLossThatNeverRestsMayHaveAllActive() {
    CollapseDetector soft =
        new CollapseDetector(new Landmarks(OptionalDouble.of(Math.log(2)), Rest.NEVER));

    assertThat(warnings(soft, round(0.3, 100, 1), 10)).isEmpty();
    assertThat(warnings(soft, round(Math.log(2), 100, 1), 10)).hasSize(1);
  }

  private static List<String> warnings(CollapseDetector detector, RoundWork round, int rounds) {
    List<String> warnings = new ArrayList<>();
    for (int i = 0; i < rounds; i++) {
      warnings.addAll(detector.observe(round));
    }
    return warnings;
  }

  private static RoundWork round(double loss, long active, double distance) {
    return new RoundWork(STEPS, STEPS * 8L, STEPS * loss, 100, active, STEPS * distance, 1);
  }
}
