/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Objects;
import org.anchorage.core.architecture.Layer.Activation;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Configuration of a sum of two images of one shape, linear or rectified. It differs from {@link
 * ResidualSum} in what it saves: in training it can write over a summand that nobody else reads,
 * and it passes no gradient to a summand that needs none.
 *
 * <p>Mutable only for JSON.
 */
public final class Sum extends GraphVertex {

  /** Stands for neither of the summands. */
  public static final int NEITHER = -1;

  @JsonProperty private Activation then = Activation.NONE;
  @JsonProperty private int overwritten = NEITHER;
  @JsonProperty private int dropped = NEITHER;

  /** For JSON. */
  Sum() {}

  /**
   * Describes a sum.
   *
   * @param then activation of the sum: NONE or RECTIFIER
   * @param overwritten index of the summand that the sum is written over in training
   * @param dropped index of the summand that needs no gradient
   */
  public Sum(Activation then, int overwritten, int dropped) {
    this.then = then;
    this.overwritten = overwritten;
    this.dropped = dropped;
  }

  Activation then() {
    return then;
  }

  int overwritten() {
    return overwritten;
  }

  int dropped() {
    return dropped;
  }

  @Override
  public GraphVertex clone() {
    return new Sum(then, overwritten, dropped);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Sum that
        && then == that.then
        && overwritten == that.overwritten
        && dropped == that.dropped;
  }

  @Override
  public int hashCode() {
    return Objects.hash(then, overwritten, dropped);
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return 2;
  }

  @Override
  public int maxVertexInputs() {
    return 2;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new SumPass(graph, name, index, type, this);
  }

  /**
   * Returns the shape of either input.
   *
   * @throws InvalidInputTypeException if there are not two of one shape
   */
  @Override
  public InputType getOutputType(int index, InputType... inputs) throws InvalidInputTypeException {
    return new ResidualSum().getOutputType(index, inputs);
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new ResidualSum().getMemoryReport(inputs);
  }
}
