/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.Collection;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Configuration of batch normalisation by channel over images N x H x W x C (Ioffe and Szegedy
 * 2015). Training takes mean and (biased) variance from the batch, and moves the running ones a
 * tenth of the way to them; inference takes the running ones.
 *
 * <p>The parameters are gamma, beta and the running mean and variance, C each: the running ones are
 * saved, sent and averaged with all others.
 *
 * <p>Mutable as all of DL4J's configurations; not thread-safe.
 */
public final class BatchNorm extends BatchNormalization {

  /** Describes batch normalisation, with epsilon 1e-5 and a running average of weight 0.9. */
  public BatchNorm() {
    setDecay(0.9);
    setEps(1e-5);
    setCnn2DFormat(CNN2DFormat.NHWC);
    setActivationFn(new ActivationIdentity());
  }

  /**
   * Describes batch normalisation with a rectifier behind it. The result is that of the two layers,
   * in one pass over the memory forward, and without a pass of the rectifier's own backward.
   */
  public static BatchNorm rectified() {
    BatchNorm norm = new BatchNorm();
    norm.setActivationFn(new ActivationReLU());
    return norm;
  }

  /** Describes batch normalisation with a rectifier that stops at 6 behind it. */
  public static BatchNorm rectified6() {
    BatchNorm norm = new BatchNorm();
    norm.setActivationFn(new ActivationReLU6());
    return norm;
  }

  /** Returns whether its rectifier stops at 6; named so that DL4J does not take it for JSON. */
  boolean hasCeiling() {
    return getActivationFn() instanceof ActivationReLU6;
  }

  /** Returns whether a rectifier is behind it; named so that DL4J does not take it for JSON. */
  public boolean hasRectifier() {
    return getActivationFn() instanceof ActivationReLU;
  }

  /**
   * Always false: DL4J guesses it anew when it reads JSON, and guesses wrong before the first use.
   */
  @Override
  public boolean isUseLogStd() {
    return false;
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
        .connect(new BatchNormPass(conf, type));
  }
}
