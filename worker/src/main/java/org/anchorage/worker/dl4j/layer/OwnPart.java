/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.io.Serializable;
import org.anchorage.worker.loss.Learnt;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * The shape that one part of a loss's parameters gives to a network and its optimiser's moments:
 * enough to open a saved network without the loss.
 *
 * @param rows number of rows of the embedding's dimension
 * @param numbers number of single numbers
 * @param rate factor on the learning rate of both
 */
record OwnPart(int rows, int numbers, double rate) implements Serializable {

  @JsonCreator
  OwnPart(
      @JsonProperty("rows") int rows,
      @JsonProperty("numbers") int numbers,
      @JsonProperty("rate") double rate) {
    this.rows = rows;
    this.numbers = numbers;
    this.rate = rate;
  }

  static OwnPart of(Learnt learnt) {
    return new OwnPart(learnt.rows(), learnt.numbers().length, learnt.rate());
  }
}
