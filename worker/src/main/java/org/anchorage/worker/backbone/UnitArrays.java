/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.backbone;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.anchorage.core.architecture.names.Role;

/**
 * The arrays of a convolution and its batch normalisation, in our order.
 *
 * @param values by role: WEIGHTS with BIAS, or WEIGHTS with those of a batch normalisation
 * @param epsilon that is added to the variance
 */
record UnitArrays(Map<Role, float[]> values, double epsilon) {

  float[] of(Role role) {
    float[] array = values.get(role);
    if (array == null) {
      throw new IllegalArgumentException("There is no " + role + " among " + values.keySet());
    }
    return array;
  }

  boolean isFolded() {
    return values.containsKey(Role.BIAS);
  }

  /** Returns the same with the batch normalisation folded in. */
  UnitArrays folded() {
    if (isFolded()) {
      return this;
    }
    Folded folded =
        Folded.of(
            of(Role.WEIGHTS),
            of(Role.GAMMA),
            of(Role.BETA),
            of(Role.MEAN),
            of(Role.VARIANCE),
            epsilon);
    Map<Role, float[]> all = new EnumMap<>(Role.class);
    all.put(Role.WEIGHTS, folded.weights());
    all.put(Role.BIAS, folded.bias());
    return new UnitArrays(all, epsilon);
  }

  /**
   * Returns the same for a network that adds another epsilon: the difference goes into the
   * variance. A folded bias becomes a batch normalisation that adds it and changes nothing else.
   */
  UnitArrays normalised(double wanted) {
    Map<Role, float[]> all = new EnumMap<>(values);
    if (isFolded()) {
      float[] bias = of(Role.BIAS);
      all.remove(Role.BIAS);
      all.put(Role.GAMMA, filled(bias.length, 1));
      all.put(Role.BETA, bias);
      all.put(Role.MEAN, new float[bias.length]);
      all.put(Role.VARIANCE, filled(bias.length, 1 - wanted));
      return new UnitArrays(all, wanted);
    }
    if (epsilon != wanted) {
      float[] variance = of(Role.VARIANCE).clone();
      for (int i = 0; i < variance.length; i++) {
        variance[i] = (float) (variance[i] + (epsilon - wanted));
      }
      all.put(Role.VARIANCE, variance);
    }
    return new UnitArrays(all, wanted);
  }

  private static float[] filled(int length, double value) {
    float[] array = new float[length];
    Arrays.fill(array, (float) value);
    return array;
  }
}
