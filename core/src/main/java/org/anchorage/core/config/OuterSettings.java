/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.config.value.Check;

/**
 * What the driver makes of the workers' mean at the end of a round. Immutable.
 *
 * @param name the rule; default average
 * @param slowmo constants of that rule; default rate 1, momentum 0.5
 * @param nesterov constants of that rule; default rate 0.7, momentum 0.9
 */
public record OuterSettings(Rule name, Constants slowmo, Constants nesterov)
    implements Serializable {

  /** The rules. */
  public enum Rule {
    /** The mean itself. */
    AVERAGE,
    /** Slow momentum (Wang et al. 2020, arXiv 1910.00643). */
    SLOWMO,
    /** Nesterov momentum, as in DiLoCo (Douillard et al. 2023, arXiv 2311.08105). */
    NESTEROV
  }

  /**
   * Constants of a rule.
   *
   * @param rate what the mean's movement is multiplied by, over 0
   * @param momentum share of the movement before that is carried on, 0 to 0.9999
   */
  public record Constants(double rate, double momentum) implements Serializable {}

  public OuterSettings {
    check("rounds.outer.slowmo", slowmo);
    check("rounds.outer.nesterov", nesterov);
  }

  private static void check(String section, Constants constants) {
    Check.positive(section + ".rate", constants.rate());
    Check.within(section + ".momentum", constants.momentum(), 0, 0.9999);
  }
}
