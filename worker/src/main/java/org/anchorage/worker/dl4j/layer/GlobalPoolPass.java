/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Pooling;
import org.anchorage.worker.head.MapMean;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The two passes of a {@link GlobalPool}, in Java: the last map of a network has few pixels. Not
 * thread-safe.
 */
final class GlobalPoolPass extends TrainedPass<GlobalPool> {

  /** Kept for the next batch of the same size. */
  private float[] pixels = {};

  private float[] pooled = {};

  GlobalPoolPass(NeuralNetConfiguration conf, DataType type) {
    super(conf, type);
  }

  @Override
  public Type type() {
    return Type.SUBSAMPLING;
  }

  @Override
  public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
    assertInputSet(false);
    int count = (int) input.size(0);
    int channels = (int) input.size(3);
    pixels = HostCopy.read(input, pixels);
    if (pooled.length != count * channels) {
      pooled = new float[count * channels];
    }
    MapMean mean = mean();
    for (int n = 0; n < count; n++) {
      mean.pool(pixels, n, pooled);
    }
    INDArray result =
        workspaces.createUninitialized(
            ArrayType.ACTIVATIONS, input.dataType(), new long[] {count, channels}, 'c');
    HostCopy.write(pooled, result);
    return result;
  }

  @Override
  public Pair<Gradient, INDArray> backpropGradient(INDArray slope, LayerWorkspaceMgr workspaces) {
    assertInputSet(true);
    float[] given = HostCopy.read(slope);
    MapMean mean = mean();
    double ofExponent = 0;
    pixels = HostCopy.read(input, pixels);
    for (int n = 0; n < input.size(0); n++) {
      ofExponent += mean.slopes(pixels, n, given);
    }
    INDArray inputSlope = like(ArrayType.ACTIVATION_GRAD, workspaces);
    HostCopy.write(pixels, inputSlope);
    Gradient gradient = new DefaultGradient();
    if (layerConf().pooling() == Pooling.GEM) {
      INDArray view = slopeOf(GlobalPool.EXPONENT);
      HostCopy.write(new float[] {(float) ofExponent}, view);
      gradient.setGradientFor(GlobalPool.EXPONENT, view);
    }
    return new Pair<>(gradient, inputSlope);
  }

  private MapMean mean() {
    Pooling pooling = layerConf().pooling();
    int area = (int) (input.size(1) * input.size(2));
    double exponent = pooling == Pooling.GEM ? HostCopy.read(getParam(GlobalPool.EXPONENT))[0] : 1;
    return MapMean.of(pooling, area, (int) input.size(3), exponent);
  }
}
