/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one epoch did and how good the network was after it. Immutable.
 *
 * <p>As JSON, a key is the component's name in snake case, and a value that is not finite is null.
 *
 * @param epoch 0 is the untrained network, 1 the first epoch
 * @param round last round of the epoch, counted over the whole run; 0 where untrained
 * @param images seen since the run began, repeats included
 * @param steps taken since the run began, over all workers
 * @param loss mean over the epoch's steps; NaN where untrained
 * @param activeShare share, 0 to 1, of the loss's tuples with a value over zero; NaN where
 *     untrained
 * @param imagesPerS images a second while training, over all workers; NaN where untrained
 * @param bytesSent parameters and moments that the epoch's rounds sent to workers, as encoded, a
 *     copy each
 * @param bytesReceived the same from workers, each one's own, before means are taken
 * @param seconds wall-clock seconds by stage: {@code train}, {@code embed}, {@code mine}, {@code
 *     evaluate}; a stage that did not run is missing; the order is kept
 * @param metrics of the evaluation by name: {@code recall_at_1}, {@code map_at_r}, {@code
 *     r_precision}, {@code nmi} (each 0 to 1), {@code queries}, {@code lone_queries}; empty where
 *     not evaluated; the order is kept
 * @param mining what was mined after the epoch; null where nothing was
 */
public record EpochRecord(
    int epoch,
    int round,
    long images,
    long steps,
    double loss,
    double activeShare,
    double imagesPerS,
    long bytesSent,
    long bytesReceived,
    Map<String, Double> seconds,
    Map<String, Double> metrics,
    @Nullable MiningRecord mining) {

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the epoch is negative
   */
  public EpochRecord {
    if (epoch < 0) {
      throw new IllegalArgumentException(
          "An epoch is counted from 0 (untrained), so it cannot be " + epoch);
    }
    seconds = Collections.unmodifiableMap(new LinkedHashMap<>(seconds));
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
