/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

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
 * @param search how neighbours were looked for; null in records of versions that did not say it
 */
public record MiningRecord(
    String location,
    Distribution positives,
    Distribution negatives,
    Map<String, Long> rejected,
    double confusableBefore,
    double confusableAfter,
    @Nullable Search search) {

  /**
   * How a pass looked for neighbours. Immutable.
   *
   * @param kind {@code exact} or {@code cells}
   * @param cells that the images were divided into; 0 if the search was exact
   * @param probes cells that each image was compared with; 0 if the search was exact
   * @param recall share, 0 to 1, of the exact neighbours of other classes that were found; 1 if the
   *     search was exact
   * @param sampled exact neighbours that the recall was measured by; 0 if the search was exact
   */
  public record Search(String kind, int cells, int probes, double recall, long sampled) {

    /** Returns whether neighbours may have been missed. */
    public boolean mayMiss() {
      return probes > 0;
    }
  }

  public MiningRecord {
    rejected = Collections.unmodifiableMap(new LinkedHashMap<>(rejected));
  }
}
