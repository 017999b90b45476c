/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import org.anchorage.worker.loss.MarginRankingLoss;

/** Checks the one loss that takes scores instead of embeddings. */
final class ScoreCases {

  private static final double VALUE = 1e-9;
  private static final double GRADIENT = 1e-12;

  private ScoreCases() {}

  static Outcome check(String file, JsonNode wanted) {
    JsonNode inputs = wanted.get("inputs");
    MarginRankingLoss.Result result =
        new MarginRankingLoss(wanted.get("params").get("margin").doubleValue())
            .evaluate(
                ReferenceBatch.numbers(inputs.get("x1")),
                ReferenceBatch.numbers(inputs.get("x2")),
                ReferenceBatch.wholes(inputs.get("target")));
    JsonNode expected = wanted.get("expected");
    Comparison comparison = new Comparison();
    double loss = expected.get("loss").doubleValue();
    comparison.number("loss", loss, result.value(), VALUE * Math.max(1, Math.abs(loss)));
    if (wanted.get("gradient").textValue().equals("smooth")) {
      gradient(expected, "grad", result.firstSlope(), comparison);
      gradient(expected, "grad_x2", result.secondSlope(), comparison);
    }
    return comparison.outcome(file, wanted.get("id").textValue(), "margin_ranking");
  }

  private static void gradient(
      JsonNode expected, String key, double[] slope, Comparison comparison) {
    double[][] wanted = {ReferenceBatch.numbers(expected.get(key))};
    comparison.matrix(key, wanted, new double[][] {slope}, GRADIENT);
  }
}
