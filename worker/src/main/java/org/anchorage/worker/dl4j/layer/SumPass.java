/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Objects;
import org.anchorage.core.architecture.Layer.Activation;
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
 * The two passes of a {@link Sum}, and of a {@link ResidualSum}. Both summands have the same
 * gradient, which is written once and handed to both. The layers before them read it and write
 * elsewhere. DL4J adds the branch's result to it only when the branch is through with it.
 *
 * <p>In training all results lie in one workspace until the backward pass is done, so a sum may lie
 * where a summand was. Without training each result has a workspace that DL4J closes behind its
 * last reader, so a sum needs room of its own. Not thread-safe.
 */
@SuppressWarnings(
    "overrides") // of DL4J's two types, one declares an array where the other has '...'
final class SumPass extends BaseGraphVertex {

  private final Sum conf;
  private final Rectifier rectifier = new Rectifier();
  private @Nullable INDArray sum;

  SumPass(ComputationGraph graph, String name, int index, DataType type, Sum conf) {
    super(graph, name, index, null, null, type);
    this.conf = conf;
  }

  @Override
  public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
    INDArray result =
        training && conf.overwritten() != Sum.NEITHER
            ? inputs[conf.overwritten()]
            : room(ArrayType.ACTIVATIONS, inputs[0], workspaces);
    if (conf.then() == Activation.RECTIFIER) {
      rectifier.sum(inputs[0], inputs[1], result);
    } else {
      inputs[0].addi(inputs[1], result);
    }
    sum = training && conf.then() == Activation.RECTIFIER ? result : null;
    return result;
  }

  @Override
  public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
    INDArray slope = room(ArrayType.ACTIVATION_GRAD, epsilon, workspaces);
    if (conf.then() == Activation.RECTIFIER) {
      rectifier.slope(Objects.requireNonNull(sum, "sum"), epsilon, slope);
    } else {
      slope.assign(epsilon);
    }
    sum = null;
    @Nullable INDArray[] slopes = {slope, slope};
    if (conf.dropped() != Sum.NEITHER) {
      slopes[conf.dropped()] = null;
    }
    return new Pair<>(null, slopes);
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
          "The sum " + vertexName + " has no parameters; pass no gradients");
    }
  }

  @Override
  public @Nullable Pair<INDArray, MaskState> feedForwardMaskArrays(
      INDArray[] masks, MaskState state, int batch) {
    return null;
  }

  @Override
  public String toString() {
    return "Sum(" + vertexName + ")";
  }
}
