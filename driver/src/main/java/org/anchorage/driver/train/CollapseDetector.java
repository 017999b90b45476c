/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.train;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anchorage.worker.loss.Landmarks;
import org.anchorage.worker.loss.Landmarks.Rest;
import org.anchorage.worker.round.RoundWork;

/**
 * Watches the rounds of a training for signs that it has stopped learning, and warns once of each
 * with the advice of the literature. A sign must last for {@value #PATIENCE} steps.
 *
 * <p>Not thread-safe.
 */
final class CollapseDetector {

  /** Steps of all workers together that a sign must last. */
  static final int PATIENCE = 200;

  /** A loss within this share of its value for equal embeddings counts as that value. */
  private static final double AT_PLATEAU = 0.01;

  /** Embeddings at less than this share of their largest mean distance count as collapsing. */
  private static final double FALLEN = 0.01;

  /** What may be wrong. */
  private enum Sign {
    AT_PLATEAU(
        "the loss has stayed at %2$.4f, its value for equal embeddings: they have collapsed."
            + " Mine less hard (loss.triplet.miner = semi-hard), lower optimiser.learning-rate, or"
            + " enlarge the batch; a softer start helps too (loss.triplet.term = soft, or train"
            + " with loss.name = softmax first)"),
    FALLEN_TOGETHER(
        "the mean distance between embeddings has been %3$.3g of its largest value: they are"
            + " collapsing. Lower optimiser.learning-rate, mine less hard, or set"
            + " embedding.normalise = true"),
    NOTHING_ACTIVE(
        "no pair or triplet of a batch has had a loss, so nothing is learnt. Mine harder"
            + " (loss.triplet.miner = batch-hard, mining = classes), raise the margin, or enlarge"
            + " the batch"),
    ALL_ACTIVE(
        "every pair and triplet has had a loss. The margin is too large for"
            + " the distance (squared and plain ones differ), the learning rate too high, or the"
            + " labels are wrong");

    private final String advice;

    Sign(String advice) {
      this.advice = advice;
    }
  }

  private final Landmarks landmarks;
  private final Map<Sign, Integer> lasting = new EnumMap<>(Sign.class);
  private final Set<Sign> told = EnumSet.noneOf(Sign.class);
  private double farthest;

  /** Watches a training whose loss has these landmarks. */
  CollapseDetector(Landmarks landmarks) {
    this.landmarks = landmarks;
  }

  /** Takes note of a further round, and returns the warnings that it gives rise to. */
  List<String> observe(RoundWork round) {
    farthest = Math.max(farthest, round.meanDistance());
    return EnumSet.allOf(Sign.class).stream()
        .filter(sign -> lasts(sign, round))
        .filter(told::add)
        .map(
            sign ->
                String.format(
                    Locale.ROOT,
                    "For %1$d steps " + sign.advice + ".",
                    lasting.get(sign),
                    round.meanLoss(),
                    round.meanDistance() / farthest))
        .toList();
  }

  private boolean lasts(Sign sign, RoundWork round) {
    int steps = shows(sign, round) ? lasting.getOrDefault(sign, 0) + round.steps() : 0;
    lasting.put(sign, steps);
    return steps >= PATIENCE;
  }

  private boolean shows(Sign sign, RoundWork round) {
    return switch (sign) {
      case AT_PLATEAU -> {
        double value = landmarks.collapsed().orElse(Double.NaN);
        yield Math.abs(round.meanLoss() - value) <= AT_PLATEAU * value;
      }
      case FALLEN_TOGETHER -> round.meanDistance() < FALLEN * farthest;
      case NOTHING_ACTIVE -> round.active() == 0;
      case ALL_ACTIVE ->
          landmarks.rest() == Rest.REACHED
              && round.tuples() > 0
              && round.active() == round.tuples();
    };
  }
}
