/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.io.Serializable;
import org.anchorage.worker.loss.Learnt;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What the shape of a network and of its optimiser's moments takes from a loss that learns: enough
 * to open a saved network without the loss.
 *
 * @param rows of the embedding's dimension
 * @param numbers single ones
 * @param rate what the learning rate is multiplied by for both
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
