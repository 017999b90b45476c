/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.image;

import java.util.Locale;
import org.anchorage.core.architecture.InputRule;
import org.anchorage.core.architecture.InputRule.ChannelOrder;

/**
 * Turns pixels in RGB into a network's input: bytes by a table, and floats from 0 to 1 in place, by
 * one multiplication and one addition per value. Both give the same to the bit. Immutable and
 * thread-safe.
 */
final class Normaliser {

  private static final int LEVELS = 256;
  private static final float UNIT = 1 / 255f;

  private final int channels;
  private final boolean identity;
  private final boolean swapped;
  private final float[] factor;
  private final float[] shift;

  /** What each byte becomes, by channel in the network's order. */
  private final float[][] levels;

  /**
   * Makes a normaliser of images with this number of channels.
   *
   * @throws IllegalArgumentException if the rule is for another number of channels
   */
  Normaliser(InputRule rule, int channels) {
    if (!rule.reads(channels)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The network normalises each of 3 channels, and images have %d; use image.channels ="
                  + " 3",
              channels));
    }
    this.channels = channels;
    this.identity = rule.isIdentity();
    this.swapped = rule.order() == ChannelOrder.BGR && channels == 3;
    this.factor = new float[channels];
    this.shift = new float[channels];
    this.levels = new float[channels][LEVELS];
    for (int c = 0; c < channels; c++) {
      factor[c] = (float) ((rule.high() - rule.low()) / rule.deviation(c));
      shift[c] = (float) ((rule.low() - rule.mean(c)) / rule.deviation(c));
      for (int level = 0; level < LEVELS; level++) {
        float unit = level * UNIT;
        levels[c][level] = identity ? unit : unit * factor[c] + shift[c];
      }
    }
  }

  /**
   * Writes what the network reads of some bytes.
   *
   * @param pixels channels last
   * @param from index of the first byte
   * @param out where it is written
   * @param at index of the first float
   * @param count number of values, whole pixels
   */
  void read(byte[] pixels, int from, float[] out, int at, int count) {
    if (channels != 3) {
      for (int i = 0; i < count; i++) {
        out[at + i] = levels[0][pixels[from + i] & 0xff];
      }
      return;
    }
    int first = swapped ? 2 : 0;
    for (int i = 0; i < count; i += 3) {
      out[at + i] = levels[0][pixels[from + i + first] & 0xff];
      out[at + i + 1] = levels[1][pixels[from + i + 1] & 0xff];
      out[at + i + 2] = levels[2][pixels[from + i + 2 - first] & 0xff];
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
    if (channels != 3) {
      for (int i = from; i < from + count; i++) {
        values[i] = values[i] * factor[0] + shift[0];
      }
      return;
    }
    int first = swapped ? 2 : 0;
    for (int i = from; i < from + count; i += 3) {
      float a = values[i + first];
      float b = values[i + 1];
      float c = values[i + 2 - first];
      values[i] = a * factor[0] + shift[0];
      values[i + 1] = b * factor[1] + shift[1];
      values[i + 2] = c * factor[2] + shift[2];
    }
  }
}
