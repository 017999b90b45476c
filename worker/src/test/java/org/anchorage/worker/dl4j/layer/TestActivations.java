/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.anchorage.core.architecture.Layer.Activation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Activations and their way back, against loops. */
class TestActivations {

  @ParameterizedTest
  @EnumSource(Activation.class)
  void slopePassesWhereTheResultIsOpen(Activation activation) {
    INDArray values = Single.random(1, 5, 30, 30, 33).muli(9);
    float[] before = HostCopy.read(values);
    Activations.apply(values, activation);
    float[] results = HostCopy.read(values);
    INDArray slope = Single.random(2, values.shape());
    float[] given = HostCopy.read(slope);
    INDArray masked = slope.dup('c');

    double[] sums = new Activations().slope(slope, values, activation, masked);
    new Activations().slope(slope, values, activation, slope);

    assertThat(slope).isEqualTo(masked);
    float[] passed = HostCopy.read(masked);
    double[] expected = new double[33];
    for (int i = 0; i < given.length; i++) {
      boolean low = activation != Activation.NONE && before[i] <= 0;
      boolean high = activation == Activation.RECTIFIER_6 && before[i] >= 6;
      assertThat(results[i]).isEqualTo(low ? 0 : high ? 6 : before[i]);
      assertThat(passed[i]).isEqualTo(low || high ? 0 : given[i]);
      expected[i % 33] += passed[i];
    }
    assertThat(sums).containsExactly(expected, within(1e-4));
  }
}
