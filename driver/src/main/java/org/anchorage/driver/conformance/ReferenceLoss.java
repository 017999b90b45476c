/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.anchorage.driver.conformance.LossSetup.Scale;
import org.anchorage.worker.loss.Learnt;
import org.anchorage.worker.loss.RankingLoss;

/**
 * A loss as the reference files name it: how ours is made from a case's parameters, and what it
 * sees of the case's batch.
 *
 * @param name in the files
 * @param rows which rows it sees
 * @param lengths who divides rows by their lengths
 * @param maker of our loss
 */
record ReferenceLoss(
    String name, SeenRows rows, Lengths lengths, Function<Parameters, RankingLoss> maker) {

  /** Which rows of the batch a loss sees. */
  enum SeenRows {
    /** All. */
    ALL,
    /** Those of the pairs that the case lists, two by two. */
    PAIRS
  }

  /** Who divides rows by their lengths, if a case asks for that. */
  enum Lengths {
    /** The check, before the loss sees them. */
    OF_THE_CASE,
    /** The loss itself. */
    OF_THE_LOSS
  }

  /** Returns a loss that sees the whole batch, with lengths as the case says. */
  static ReferenceLoss of(String name, Function<Parameters, RankingLoss> maker) {
    return new ReferenceLoss(name, SeenRows.ALL, Lengths.OF_THE_CASE, maker);
  }

  /** Returns the same loss, which sees the rows of the case's pairs. */
  ReferenceLoss ofPairs() {
    return new ReferenceLoss(name, SeenRows.PAIRS, lengths, maker);
  }

  /** Returns the same loss, which divides rows by their lengths itself. */
  ReferenceLoss thatNormalises() {
    return new ReferenceLoss(name, rows, Lengths.OF_THE_LOSS, maker);
  }

  /** Returns the loss with the parameters of a case. */
  LossSetup setup(JsonNode wanted, int[] labels) {
    Parameters parameters = new Parameters(wanted);
    RankingLoss loss = maker.apply(parameters);
    int[] seen =
        switch (rows) {
          case ALL -> IntStream.range(0, labels.length).toArray();
          case PAIRS -> parameters.pairedRows();
        };
    return new LossSetup(
        loss,
        Scale.of(lengths == Lengths.OF_THE_CASE && parameters.flag("normalize")),
        seen,
        ownRows(loss, parameters),
        parameters.numbers("bias"));
  }

  /** Returns the case's class vectors, or as many constant rows as the loss asks for. */
  private static double[][] ownRows(RankingLoss loss, Parameters parameters) {
    int asked = Learnt.rows(loss.learntParts());
    double[][] given = parameters.classVectors();
    if (asked == 0 || given.length > 0) {
      return given;
    }
    double[][] rows = new double[asked][parameters.dimension()];
    for (double[] row : rows) {
      Arrays.fill(row, loss.learntParts().get(0).mean());
    }
    return rows;
  }
}
