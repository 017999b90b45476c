/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How the driver updates the model from the workers' mean at the end of a round. Immutable.
 *
 * @param name the rule; default average
 * @param slowmo constants of that rule; default rate 1, momentum 0.5
 * @param nesterov constants of that rule; default rate 0.7, momentum 0.9
 */
public record OuterSettings(Rule name, Constants slowmo, Constants nesterov)
    implements Serializable {

  public static final Key NAME = Key.fixed("rounds.outer.name");
  public static final Key SLOWMO_RATE = Key.fixed("rounds.outer.slowmo.rate");
  public static final Key SLOWMO_MOMENTUM = Key.fixed("rounds.outer.slowmo.momentum");
  public static final Key NESTEROV_RATE = Key.fixed("rounds.outer.nesterov.rate");
  public static final Key NESTEROV_MOMENTUM = Key.fixed("rounds.outer.nesterov.momentum");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(NAME, SLOWMO_RATE, SLOWMO_MOMENTUM, NESTEROV_RATE, NESTEROV_MOMENTUM);

  /** The rules. */
  public enum Rule {
    /** The mean is the new model. */
    AVERAGE,
    /** Slow momentum (Wang et al. 2020, arXiv 1910.00643). */
    SLOWMO,
    /** Nesterov momentum, as in DiLoCo (Douillard et al. 2023, arXiv 2311.08105). */
    NESTEROV
  }

  /**
   * Constants of a rule.
   *
   * @param rate factor of the mean's movement, over 0
   * @param momentum share of the previous movement that is carried on, 0 to 0.9999
   */
  public record Constants(double rate, double momentum) implements Serializable {}

  public OuterSettings {
    check(SLOWMO_RATE, SLOWMO_MOMENTUM, slowmo);
    check(NESTEROV_RATE, NESTEROV_MOMENTUM, nesterov);
  }

  static OuterSettings read(TypedValues value) {
    return new OuterSettings(
        value.choice(NAME, Rule.class),
        new Constants(value.number(SLOWMO_RATE), value.number(SLOWMO_MOMENTUM)),
        new Constants(value.number(NESTEROV_RATE), value.number(NESTEROV_MOMENTUM)));
  }

  private static void check(Key rate, Key momentum, Constants constants) {
    Bounds.positive(rate, constants.rate());
    Bounds.within(momentum, constants.momentum(), 0, 0.9999);
  }
}
