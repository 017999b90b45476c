/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.outer;

/** The next round starts from the mean. */
final class PlainAverage implements OuterOptimiser {

  @Override
  public OuterStep step(float[] start, float[] mean, float[] momentum, double rate) {
    return new OuterStep(mean, new float[0]);
  }
}
