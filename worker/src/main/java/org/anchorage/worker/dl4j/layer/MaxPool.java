/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of max-pooling over windows of 2 x 2 pixels side by side: N x H x W x C to N x H/2
 * x W/2 x C; a last odd row or column is left out. If several pixels of a window are largest, one
 * takes the gradient: the left column comes before the right, and the upper pixel before the lower.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class MaxPool extends SubsamplingLayer {

  /** Describes the pooling. */
  public MaxPool() {
    super(
        new Builder(PoolingType.MAX)
            .kernelSize(2, 2)
            .stride(2, 2)
            .convolutionMode(ConvolutionMode.Truncate)
            .dataFormat(CNN2DFormat.NHWC));
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType type) {
    return new Wiring(conf, listeners, index, parameters, Wiring.Start.of(initialise))
        .connect(new MaxPoolPass(conf, type));
  }
}
