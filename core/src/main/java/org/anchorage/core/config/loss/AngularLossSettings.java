/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Angular loss: the angle at a negative between anchor and positive should be small. Immutable.
 *
 * @param alpha upper bound of the angle, 1 to 89 degrees; default 45
 * @param form what one term covers; default mc
 * @param normalise which rows are divided by their lengths; default all
 * @param l2 weight of the squared lengths if form is mc, zero or more; default 0.002
 */
public record AngularLossSettings(double alpha, Form form, Normalise normalise, double l2)
    implements LossSettings {

  public static final Key ALPHA = Key.fixed("loss.angular.alpha");
  public static final Key FORM = Key.fixed("loss.angular.form");
  public static final Key NORMALISE = Key.fixed("loss.angular.normalise");
  public static final Key L2 = Key.fixed("loss.angular.l2");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(ALPHA, FORM, NORMALISE, L2);

  /** What one term covers. */
  public enum Form {
    /** A pair with the positives of the other pairs. */
    MC,
    /** A positive pair with all rows of other classes. */
    BATCH,
    /** A triplet; exact, while the others are a smooth bound. */
    HINGE
  }

  /** Which rows are divided by their lengths. */
  public enum Normalise {
    /** All. */
    ALL,
    /** Anchors and positives, not negatives. */
    PAIRS,
    /** None. */
    NONE
  }

  public AngularLossSettings {
    Bounds.within(ALPHA, alpha, 1, 89);
    Bounds.notNegative(L2, l2);
    if (form == Form.HINGE && normalise == Normalise.PAIRS) {
      throw new ConfigurationException(
          NORMALISE,
          "pairs",
          "loss.angular.form = hinge measures distances between rows; use all or none");
    }
  }

  static AngularLossSettings read(TypedValues value) {
    return new AngularLossSettings(
        value.number(ALPHA),
        value.choice(FORM, Form.class),
        value.choice(NORMALISE, Normalise.class),
        value.number(L2));
  }

  @Override
  public LossName name() {
    return LossName.ANGULAR;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.angular(this);
  }

  @Override
  public boolean takesPairs() {
    return form == Form.MC;
  }
}
