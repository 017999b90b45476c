/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Objects;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.MaskState;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.BaseGraphVertex;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two passes of a {@link ResidualSum}. Branch and shortcut have the same gradient, which is
 * written once and handed to both. The layers before them read it and write elsewhere. DL4J adds
 * the branch's result to it only when the branch is through with it. Not thread-safe.
 */
@SuppressWarnings(
    "overrides") // of DL4J's two types, one declares an array where the other has '...'
final class ResidualSumPass extends BaseGraphVertex {

  private final Rectifier rectifier = new Rectifier();
  private @Nullable INDArray sum;

  ResidualSumPass(ComputationGraph graph, String name, int index, DataType type) {
    super(graph, name, index, null, null, type);
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray result = room(ArrayType.ACTIVATIONS, inputs[0], workspaces);
    rectifier.sum(inputs[0], inputs[1], result);
    sum = training ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
    INDArray slope = room(ArrayType.ACTIVATION_GRAD, epsilon, workspaces);
    rectifier.slope(Objects.requireNonNull(sum, "sum"), epsilon, slope);
    sum = null;
    return new Pair<>(null, new INDArray[] {slope, slope});
  }

  private static INDArray room(ArrayType use, INDArray like, LayerWorkspaceMgr workspaces) {
    return workspaces.createUninitialized(use, like.dataType(), like.shape(), 'c');
  }

  @Override
  public boolean hasLayer() {
    return false;
  }

  @Override
  public @Nullable Layer getLayer() {
    return null;
  }

  @Override
  public void setBackpropGradientsViewArray(INDArray gradients) {
    if (gradients != null) {
      throw new IllegalArgumentException(
          "The residual sum " + vertexName + " has no parameters; pass no gradients");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int batch) {
    return null;
  }

  @Override
  public String toString() {
    return "ResidualSum(" + vertexName + ")";
  }
}
