/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.InputRule.ChannelOrder;

/**
 * Turns floats from 0 to 1 in RGB into a network's input, in place. Takes one multiplication and
 * one addition per value, or nothing if the rule is the identity. Immutable and thread-safe.
 */
final class Normaliser {

  private final int channels;
  private final boolean identity;
  private final boolean swapped;
  private final float[] factor;
  private final float[] shift;

  /**
   * Makes a normaliser of images with this number of channels.
   *
   * @throws IllegalArgumentException if the rule is for another number of channels
   */
  Normaliser(InputRule rule, int channels) {
    if (!rule.reads(channels)) {
      throw new IllegalArgumentException(
          "The network normalises each of 3 channels, and images have %d; use image.channels = 3"
              .formatted(channels));
    }
    this.channels = channels;
    this.identity = rule.isIdentity();
    this.swapped = rule.order() == ChannelOrder.BGR && channels == 3;
    this.factor = new float[channels];
    this.shift = new float[channels];
    for (int c = 0; c < channels; c++) {
      factor[c] = (float) ((rule.high() - rule.low()) / rule.deviation(c));
      shift[c] = (float) ((rule.low() - rule.mean(c)) / rule.deviation(c));
    }
  }

  /**
   * Changes whole pixels.
   *
   * @param values channels last
   * @param from index of the first value
   * @param count number of values
   */
  void apply(float[] values, int from, int count) {
    if (identity) {
      return;
    }
    for (int pixel = from; pixel < from + count; pixel += channels) {
      if (swapped) {
        float red = values[pixel];
        values[pixel] = values[pixel + 2];
        values[pixel + 2] = red;
      }
      for (int c = 0; c < channels; c++) {
        values[pixel + c] = values[pixel + c] * factor[c] + shift[c];
      }
    }
  }
}
