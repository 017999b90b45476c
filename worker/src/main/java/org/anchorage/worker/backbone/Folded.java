/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

/**
 * A convolution with a bias: what a convolution and its batch normalisation compute together.
 *
 * @param weights O x C x K x K
 * @param bias O
 */
public record Folded(float[] weights, float[] bias) {

  /**
   * Folds a batch normalisation into its convolution, in double precision.
   *
   * @param weights O x C x K x K; not changed
   * @param epsilon that is added to the variance
   */
  public static Folded of(
      float[] weights,
      float[] gamma,
      float[] beta,
      float[] mean,
      float[] variance,
      double epsilon) {
    float[] scaled = new float[weights.length];
    float[] bias = new float[gamma.length];
    int each = weights.length / gamma.length;
    for (int o = 0; o < gamma.length; o++) {
      double scale = gamma[o] / Math.sqrt(variance[o] + epsilon);
      bias[o] = (float) (beta[o] - mean[o] * scale);
      for (int i = o * each; i < (o + 1) * each; i++) {
        scaled[i] = (float) (weights[i] * scale);
      }
    }
    return new Folded(scaled, bias);
  }
}
