/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Arrays;
import org.anchorage.core.architecture.Layer.Activation;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InvalidInputTypeException;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of the end of a residual block (He et al. 2016): the rectified sum of its branch
 * and its shortcut, max(x + y, 0), of images N x H x W x C. DL4J's own sum and rectifier give the
 * same with six more passes through the memory.
 *
 * <p>Stateless; all are equal.
 */
public final class ResidualSum extends GraphVertex {

  private static final int SUMMANDS = 2;

  @Override
  public GraphVertex clone() {
    return new ResidualSum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ResidualSum;
  }

  @Override
  public int hashCode() {
    return ResidualSum.class.hashCode();
  }

  @Override
  public long numParams(boolean backprop) {
    return 0;
  }

  @Override
  public int minVertexInputs() {
    return SUMMANDS;
  }

  @Override
  public int maxVertexInputs() {
    return SUMMANDS;
  }

  @Override
  public org.deeplearning4j.nn.graph.vertex.GraphVertex instantiate(
      ComputationGraph graph,
      String name,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new SumPass(
        graph, name, index, type, new Sum(Activation.RECTIFIER, Sum.NEITHER, Sum.NEITHER));
  }

  /**
   * Returns the shape of either input.
   *
   * @throws InvalidInputTypeException if there are not two of one shape
   */
  @Override
  public InputType getOutputType(int index, InputType... inputs) throws InvalidInputTypeException {
    if (inputs.length != SUMMANDS || !inputs[0].equals(inputs[1])) {
      throw new InvalidInputTypeException(
          "A residual sum is of two images of one shape, not of "
              + Arrays.toString(inputs)
              + "; give the shortcut the branch's stride and channels");
    }
    return inputs[0];
  }

  @Override
  public MemoryReport getMemoryReport(InputType... inputs) {
    return new LayerMemoryReport.Builder(null, ResidualSum.class, inputs[0], inputs[0])
        .standardMemory(0, 0)
        .workingMemory(0, 0, 0, 0)
        .cacheMemory(0, 0)
        .build();
  }
}
