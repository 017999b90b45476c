/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.tuples;

import java.util.Set;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * What is exported. Immutable.
 *
 * @param form of the rows
 * @param format of the files
 * @param negatives most of an anchor, its nearest; 0 for all that the table has. Fewer leave fewer
 *     anchors out of n-tuples
 * @param extras columns beside the ids
 */
public record TupleOptions(TupleForm form, TupleFormat format, int negatives, Set<Extra> extras) {

  /**
   * Checks and copies.
   *
   * @throws ConfigurationException if the number of negatives is negative
   */
  public TupleOptions {
    if (negatives < 0) {
      throw new ConfigurationException(
          "--negatives", negatives, "give how many negatives an anchor has, or 0 for all");
    }
    extras = Set.copyOf(extras);
  }

  boolean has(Extra extra) {
    return extras.contains(extra);
  }
}
