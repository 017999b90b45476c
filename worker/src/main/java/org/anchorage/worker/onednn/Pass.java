/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import java.util.List;

/**
 * The forward pass of a whole network for a fixed number of images. Not thread-safe.
 *
 * @param count images of a call
 * @param maps from the images to the last map
 * @param head from the last map on
 * @param plans to free
 */
record Pass(int count, Plan maps, List<Row> head, List<Plan> plans) implements AutoCloseable {

  Pass {
    head = List.copyOf(head);
    plans = List.copyOf(plans);
  }

  /**
   * Runs the network.
   *
   * @param images at least {@code given} images from {@code from} on
   * @param from index of the first number to read
   * @param size numbers of an image
   * @param given how many images to read; {@link #count} or fewer
   * @return a row for each image read
   */
  float[] run(float[] images, int from, int size, int given) {
    float[] rows = maps.run(images, from, given * size, given);
    for (Row layer : head) {
      rows = layer.of(rows, given);
    }
    return rows;
  }

  @Override
  public void close() {
    plans.forEach(Plan::close);
  }
}
