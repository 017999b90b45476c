/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.Arrays;

/**
 * How much of a split one epoch shows, if batches are drawn class by class: the largest classes
 * show only as many images as the others have batches for. Stateless and thread-safe.
 */
public final class EpochShare {

  private EpochShare() {}

  /**
   * Returns the number of images that an epoch of one worker shows.
   *
   * @param sizes images of each class, at least 1 each; at least one class
   * @param perBatch P, classes of a batch
   * @param images K, images of each class in a batch
   */
  public static long images(int[] sizes, int perBatch, int images) {
    int[] tickets = Arrays.stream(sizes).map(size -> (size - 1) / images + 1).toArray();
    int[] needs = Quota.of(tickets, perBatch, 1).needs();
    long shown = 0;
    for (int c = 0; c < sizes.length; c++) {
      shown += Math.min(sizes[c], (long) needs[c] * images);
    }
    return shown;
  }
}
