/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import org.anchorage.core.config.value.ConfigurationException;

/**
 * How often something is measured, in turns of the same number of calls. The first turns warm up.
 *
 * @param warmUp turns that are not measured, at least 0
 * @param repeats turns that are measured, at least 1
 * @param calls in a turn of every worker, at least 1
 */
public record Schedule(int warmUp, int repeats, int calls) {

  public Schedule {
    require("--warm-up", warmUp, 0);
    require("--repeats", repeats, 1);
    require("--steps", calls, 1);
  }

  private static void require(String option, int value, int least) {
    if (value < least) {
      throw new ConfigurationException(option, value, "it must be at least " + least);
    }
  }
}
