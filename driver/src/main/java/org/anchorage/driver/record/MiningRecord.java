/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the mining stage after an epoch found. Immutable.
 *
 * @param location URI of the mined table
 * @param positives similarities of images to those of their own class
 * @param negatives similarities of images to the hard negatives that were kept
 * @param rejected candidates that were left out, by reason; the order is kept
 * @param confusableBefore of the class pairs that meet in a batch of the next epoch, planned
 *     without this table, the share, 0 to 1, that it calls confusable; NaN where not measured
 * @param confusableAfter the same share in the plan made from this table; NaN where not measured
 */
public record MiningRecord(
    String location,
    Distribution positives,
    Distribution negatives,
    Map<String, Long> rejected,
    double confusableBefore,
    double confusableAfter) {

  public MiningRecord {
    rejected = Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
  }
}
