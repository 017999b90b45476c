/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The result of mining after an epoch. Immutable.
 *
 * @param location URI of the mined table
 * @param positives similarities of images to images of their own class
 * @param negatives similarities of images to their hard negatives
 * @param rejected number of rejected candidates, by reason; the order is kept
 * @param confusableBefore share, 0 to 1, of the class pairs in the next epoch's batches that are
 *     confusable by this table, if the epoch is planned without it; NaN if not measured
 * @param confusableAfter the same share if the epoch is planned by this table; NaN if not measured
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
