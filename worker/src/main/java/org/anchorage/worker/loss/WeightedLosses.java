/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * A weighted sum of losses on the same batch. Each sees the batch and the references, and behind
 * them only its own rows and numbers, as if it were alone. Each draws from a seed of its own.
 * Tuples are counted over all losses.
 *
 * @param members at least one
 */
public record WeightedLosses(List<Member> members) implements RankingLoss {

  /**
   * One of the losses.
   *
   * @param loss any, even a sum
   * @param weight factor on its value and slopes
   */
  public record Member(RankingLoss loss, double weight) implements Serializable {}

  /**
   * Describes the sum.
   *
   * @throws IllegalArgumentException if there is no member
   */
  public WeightedLosses {
    members = List.copyOf(members);
    if (members.isEmpty()) {
      throw new IllegalArgumentException("A sum of no losses teaches nothing; pass one or more");
    }
  }

  /** Returns first + weight x second. */
  static WeightedLosses sum(RankingLoss first, RankingLoss second, double weight) {
    return new WeightedLosses(List.of(new Member(first, 1), new Member(second, weight)));
  }

  /** From the batch's mean if all members measure from there. */
  @Override
  public Origin origin() {
    boolean mean = members.stream().allMatch(member -> member.loss().origin() == Origin.BATCH_MEAN);
    return mean ? Origin.BATCH_MEAN : Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return members.stream().flatMap(member -> member.loss().learntParts().stream()).toList();
  }

  /** The largest memory that a member asks for. */
  @Override
  public int memory() {
    return members.stream().mapToInt(member -> member.loss().memory()).max().orElse(0);
  }

  /** True if a member reads them. */
  @Override
  public boolean readsReferences() {
    return members.stream().anyMatch(member -> member.loss().readsReferences());
  }

  @Override
  public LossResult evaluate(LossInput input) {
    double[] slope = input.gram().takeZeros();
    double[] numberSlopes = new double[input.numbers().length];
    double value = 0;
    long tuples = 0;
    long active = 0;
    int asked = Learnt.rows(learntParts());
    if (asked != input.ownRows()) {
      int batch = input.gram().size() - asked;
      throw new IllegalArgumentException(
          "Expected "
              + batch
              + " labels, got "
              + input.rows().size()
              + "; pass the class of each embedding");
    }
    int row = input.rows().size();
    int number = 0;
    for (int m = 0; m < members.size(); m++) {
      RankingLoss loss = members.get(m).loss();
      double weight = members.get(m).weight();
      int ownRows = Learnt.rows(loss.learntParts());
      int ownNumbers = Learnt.numbers(loss.learntParts()).length;
      GramView view = new GramView(input.gram(), input.rows().size(), row, ownRows);
      double[] numbers = Arrays.copyOfRange(input.numbers(), number, number + ownNumbers);
      LossResult result =
          loss.evaluate(new LossInput(view.gram(), input.rows(), numbers, input.seed().derive(m)));
      view.addSlope(result.slope(), weight, slope);
      for (int k = 0; k < ownNumbers; k++) {
        numberSlopes[number + k] = weight * result.numberSlopes()[k];
      }
      value += weight * result.value();
      tuples += result.tuples();
      active += result.active();
      row += ownRows;
      number += ownNumbers;
    }
    return new LossResult(value, slope, numberSlopes, tuples, active);
  }
}
