/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The record of an epoch: its work, and how good the network was afterwards. Immutable.
 *
 * <p>As JSON, a key is the component's name in snake case, and a value that is not finite is null.
 *
 * @param epoch 0 is the untrained network, 1 the first epoch
 * @param round last round of the epoch, counted over the whole run; 0 in epoch 0
 * @param images seen since the run began, repeats included
 * @param steps taken since the run began, over all workers
 * @param loss mean over the epoch's steps; NaN in epoch 0
 * @param activeShare share, 0 to 1, of the loss's tuples with a value over zero; NaN in epoch 0
 * @param imagesPerS images a second while training, over all workers; NaN in epoch 0
 * @param bytesSent encoded parameters and moments that the epoch's rounds sent to workers, one copy
 *     a worker
 * @param bytesReceived encoded results of the workers, before means are taken
 * @param seconds wall-clock seconds by stage, in the order of the stages; a stage that did not run
 *     is missing
 * @param metrics of the evaluation by name: {@code recall_at_1}, {@code map_at_r}, {@code
 *     r_precision}, {@code nmi} (each 0 to 1), {@code queries}, {@code lone_queries}; empty if not
 *     evaluated; the order is kept
 * @param mining result of mining after the epoch; null if nothing was mined
 * @param plannedBy with {@code mine.by = beside}, the table that the epoch was planned by; else
 *     null, and not in the JSON
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
    Map<Stage, Double> seconds,
    Map<String, Double> metrics,
    @Nullable MiningRecord mining,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable PlannedBy plannedBy) {

  /** The record of an epoch whose tables the run mines itself. */
  public EpochRecord(
      int epoch,
      int round,
      long images,
      long steps,
      double loss,
      double activeShare,
      double imagesPerS,
      long bytesSent,
      long bytesReceived,
      Map<Stage, Double> seconds,
      Map<String, Double> metrics,
      @Nullable MiningRecord mining) {
    this(
        epoch,
        round,
        images,
        steps,
        loss,
        activeShare,
        imagesPerS,
        bytesSent,
        bytesReceived,
        seconds,
        metrics,
        mining,
        null);
  }

  /** Returns the same record of an epoch that was planned by a table mined beside training. */
  public EpochRecord with(@Nullable PlannedBy table) {
    return new EpochRecord(
        epoch,
        round,
        images,
        steps,
        loss,
        activeShare,
        imagesPerS,
        bytesSent,
        bytesReceived,
        seconds,
        metrics,
        mining,
        table);
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the epoch is negative
   */
  public EpochRecord {
    if (epoch < 0) {
      throw new IllegalArgumentException(
          "Epochs count from 0 (untrained), so there is no epoch " + epoch);
    }
    Map<Stage, Double> ordered = new EnumMap<>(Stage.class);
    ordered.putAll(seconds);
    seconds = Collections.unmodifiableMap(ordered);
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }
}
