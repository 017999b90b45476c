/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import org.anchorage.driver.conformance.LossSetup.Scale;
import org.anchorage.driver.conformance.Outcome.Verdict;

/**
 * Checks reference losses: the value within 1e-9, relative if it is over 1; at smooth points every
 * component of every gradient within 1e-8, relative to the largest if that is over 1.
 */
final class LossCases {

  private static final double VALUE = 1e-9;
  private static final double GRADIENT = 1e-8;

  private LossCases() {}

  static Outcome check(ReferenceFile file, JsonNode wanted) {
    String id = wanted.get("id").textValue();
    String name = wanted.get("loss").textValue();
    if (name.equals("margin_ranking")) {
      return ScoreCases.check(file.name(), wanted);
    }
    ReferenceBatch batch = requireNonNull(file.batches().get(wanted.get("batch").textValue()));
    Optional<LossSetup> known = ReferenceLosses.of(wanted, batch.labels());
    if (known.isEmpty()) {
      return new Outcome(
          file.name(), id, name, "", "no such loss or parameter", Double.NaN, Verdict.UNKNOWN);
    }
    LossSetup setup = known.get();
    ReferenceBatch taken = batch.taken(setup.taken());
    ReferenceBatch seen = setup.scale() == Scale.UNIT ? taken.normalised() : taken;
    LossProbe probe = LossProbe.of(setup.loss(), seen, setup.ownRows(), setup.numbers());
    double value = probe.result().value();
    JsonNode expected = wanted.get("expected");
    if (expected.has("special")) {
      // The source divides 0 by 0. Here such a batch has loss 0 and slope 0.
      boolean silent =
          value == 0 && Arrays.stream(probe.result().slope()).allMatch(slope -> slope == 0);
      Verdict verdict = silent ? Verdict.DECIDED_OTHERWISE : Verdict.OFF;
      return new Outcome(file.name(), id, name, "loss NaN", "loss " + value, 0, verdict);
    }
    Comparison comparison = new Comparison();
    double loss = expected.get("loss").doubleValue();
    comparison.number("loss", loss, value, VALUE * Math.max(1, Math.abs(loss)));
    counts(expected, probe, comparison);
    if (wanted.get("gradient").textValue().equals("smooth")) {
      double[][] gradient =
          setup.scale() == Scale.UNIT
              ? taken.throughNormalising(probe.gradient())
              : probe.gradient();
      gradients(expected, placed(gradient, setup.taken(), batch), probe, comparison);
    }
    return comparison.outcome(file.name(), id, name);
  }

  private static void counts(JsonNode expected, LossProbe probe, Comparison comparison) {
    double tuples = probe.result().tuples();
    double active = probe.result().active();
    if (expected.has("num_triplets")) {
      comparison.number("triplets", expected.get("num_triplets").doubleValue(), tuples, 0.5);
    }
    if (expected.has("num_active")) {
      comparison.number("active", expected.get("num_active").doubleValue(), active, 0.5);
    }
    if (expected.has("fraction_positive")) {
      double share = tuples == 0 ? 0 : active / tuples;
      comparison.number("share", expected.get("fraction_positive").doubleValue(), share, VALUE);
    }
  }

  private static void gradients(
      JsonNode expected, double[][] gradient, LossProbe probe, Comparison comparison) {
    comparison.matrix("grad", ReferenceBatch.matrix(expected.get("grad")), gradient, GRADIENT);
    for (String own : new String[] {"grad_proxies", "grad_weights"}) {
      if (expected.has(own)) {
        double[][] rows = ReferenceBatch.matrix(expected.get(own));
        comparison.matrix(own, rows, probe.ownGradient(), GRADIENT);
      }
    }
    if (expected.has("grad_bias")) {
      double[][] bias = {ReferenceBatch.numbers(expected.get("grad_bias"))};
      comparison.matrix(
          "grad_bias", bias, new double[][] {probe.result().numberSlopes()}, GRADIENT);
    }
  }

  /** Returns the gradients of the rows that the loss saw at their places in the batch, else 0. */
  private static double[][] placed(double[][] gradient, int[] taken, ReferenceBatch batch) {
    double[][] placed = new double[batch.rows().length][batch.rows()[0].length];
    for (int i = 0; i < taken.length; i++) {
      for (int k = 0; k < placed[taken[i]].length; k++) {
        placed[taken[i]][k] += gradient[i][k];
      }
    }
    return placed;
  }
}
