/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Draws a layer's weights from a normal distribution of variance gain / fan-in (He et al. 2015 with
 * gain 2). It draws from a seed of its own, because threads share ND4J's generator. Immutable.
 */
public final class SeededWeights implements IWeightInit {

  private static final long serialVersionUID = 1;

  private final long seed;
  private final double gain;

  /** For JSON, which then sets the fields. */
  SeededWeights() {
    this(new Seed(0), 1);
  }

  /**
   * Describes a draw.
   *
   * @param seed the layer's own
   * @param gain 2 before a rectifier, 1 elsewhere
   */
  public SeededWeights(Seed seed, double gain) {
    this.seed = seed.value();
    this.gain = gain;
  }

  @Override
  public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray parameters) {
    SplittableRandom random = new Seed(seed).generator();
    double deviation = Math.sqrt(gain / fanIn);
    float[] values = new float[Math.toIntExact(parameters.length())];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian(0, deviation);
    }
    HostCopy.write(values, parameters);
    return parameters.reshape(order, shape);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof SeededWeights that && seed == that.seed && gain == that.gain;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(seed) * 31 + Double.hashCode(gain);
  }
}
