/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.onednn;

import org.anchorage.core.architecture.Layer.Window;

/**
 * The shape of an image or of a layer's result. A row is a map of one pixel.
 *
 * @param height in pixels
 * @param width in pixels
 * @param channels numbers in a pixel
 */
public record MapShape(int height, int width, int channels) {

  /** Returns the numbers of one image. */
  public int size() {
    return Math.multiplyExact(Math.multiplyExact(height, width), channels);
  }

  /** Returns the shape after a window has moved over it. */
  MapShape over(Window window, int results) {
    return new MapShape(window.over(height), window.over(width), results);
  }
}
