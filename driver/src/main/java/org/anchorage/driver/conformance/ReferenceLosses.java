/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.anchorage.driver.conformance.LossSetup.Scale;
import org.anchorage.worker.loss.RankingLoss;

/** Which loss of ours a reference case means, and what it is shown of the batch. */
final class ReferenceLosses {

  private static final double[][] NO_ROWS = {};
  private static final double[] NO_NUMBERS = {};

  private ReferenceLosses() {}

  /** Returns the loss made ready; empty if there is none of that name. */
  static Optional<LossSetup> of(JsonNode wanted, int[] labels) {
    String name = wanted.get("loss").textValue();
    Parameters parameters = new Parameters(wanted);
    int[] all = IntStream.range(0, labels.length).toArray();
    Optional<RankingLoss> tuples = ReferenceTupleLosses.of(name, parameters);
    if (tuples.isPresent()) {
      return Optional.of(
          new LossSetup(
              tuples.get(), scale(parameters), all, ownRows(tuples.get(), wanted), NO_NUMBERS));
    }
    Optional<RankingLoss> similarity = ReferenceSimilarityLosses.of(name, parameters);
    if (similarity.isPresent()) {
      Scale scale =
          ReferenceSimilarityLosses.normalisesItself(name) ? Scale.AS_STORED : scale(parameters);
      int[] taken =
          wanted.path("inputs").has("pairs") && ReferenceSimilarityLosses.takesPairs(name)
              ? parameters.pairedRows()
              : all;
      return Optional.of(new LossSetup(similarity.get(), scale, taken, NO_ROWS, NO_NUMBERS));
    }
    String rows = wanted.path("inputs").has("proxies") ? "proxies" : "weights";
    double[][] own = parameters.input(rows);
    return ReferenceClassLosses.of(name, parameters, own.length)
        .map(loss -> new LossSetup(loss, Scale.AS_STORED, all, own, parameters.numbers("bias")));
  }

  private static Scale scale(Parameters parameters) {
    return Scale.of(parameters.flag("normalize"));
  }

  /** Constant rows that a loss asks for, as long as the batch's. */
  private static double[][] ownRows(RankingLoss loss, JsonNode wanted) {
    if (loss.learnt().rows() == 0) {
      return NO_ROWS;
    }
    int dimension = wanted.get("expected").get("grad").get(0).size();
    double[][] rows = new double[loss.learnt().rows()][dimension];
    for (double[] row : rows) {
      Arrays.fill(row, loss.learnt().mean());
    }
    return rows;
  }
}
