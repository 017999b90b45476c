/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.loss.AngularLossSettings.Form;
import org.anchorage.core.config.loss.AngularLossSettings.Normalise;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * N-pairs and angular loss together. The N-pairs part does not normalise embeddings. Immutable.
 *
 * @param alpha upper bound of the angle, 1 to 89 degrees; default 45
 * @param form what one term of both parts covers, mc or batch; default mc
 * @param normalise which rows the angular part divides by their lengths; default all
 * @param weight of the angular part, over 0; default 2
 * @param l2 weight of the squared lengths if form is mc, zero or more; default 0.002
 * @param length weight of the mean length if form is batch, zero or more; default 0.005
 */
public record NPairsAngularLossSettings(
    double alpha, Form form, Normalise normalise, double weight, double l2, double length)
    implements LossSettings {

  public static final Key WEIGHT = Key.fixed("loss.angular.weight");
  public static final Key LENGTH = Key.fixed("loss.angular.length");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(WEIGHT, LENGTH);

  public NPairsAngularLossSettings {
    Bounds.within(AngularLossSettings.ALPHA, alpha, 1, 89);
    Bounds.positive(WEIGHT, weight);
    Bounds.notNegative(AngularLossSettings.L2, l2);
    Bounds.notNegative(LENGTH, length);
    if (form == Form.HINGE) {
      throw new ConfigurationException(
          AngularLossSettings.FORM,
          "hinge",
          "loss.name = n-pairs-angular has no triplets; use mc or batch");
    }
  }

  static NPairsAngularLossSettings read(TypedValues value) {
    return new NPairsAngularLossSettings(
        value.number(AngularLossSettings.ALPHA),
        value.choice(AngularLossSettings.FORM, Form.class),
        value.choice(AngularLossSettings.NORMALISE, Normalise.class),
        value.number(WEIGHT),
        value.number(AngularLossSettings.L2),
        value.number(LENGTH));
  }

  @Override
  public LossName name() {
    return LossName.N_PAIRS_ANGULAR;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.nPairsAngular(this);
  }

  @Override
  public boolean takesPairs() {
    return form == Form.MC;
  }
}
