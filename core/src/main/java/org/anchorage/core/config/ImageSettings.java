/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The form every image is decoded to. Immutable.
 *
 * @param width pixels, at least 1; default 28
 * @param height pixels, at least 1; default 28
 * @param channels 1 for grey (default), 3 for RGB
 * @param invert whether dark ink on white becomes light on black; default false
 * @param fit how the aspect ratio is treated; default {@link Fit#STRETCH}
 */
public record ImageSettings(int width, int height, int channels, boolean invert, Fit fit)
    implements Serializable {

  public static final Key WIDTH = Key.shapesNetwork("image.width");
  public static final Key HEIGHT = Key.shapesNetwork("image.height");
  public static final Key CHANNELS = Key.shapesNetwork("image.channels");
  public static final Key INVERT = Key.fixed("image.invert");
  public static final Key FIT = Key.fixed("image.fit");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(WIDTH, HEIGHT, CHANNELS, INVERT, FIT);

  /** How an image of another aspect ratio is brought to the wanted one. */
  public enum Fit {
    /** Scale each side by itself; nothing is lost, shapes are distorted. */
    STRETCH,
    /** Scale both sides alike and fill with black; nothing is lost, objects are smaller. */
    PAD,
    /** Scale both sides alike and cut the middle out; objects are larger, borders are lost. */
    CROP
  }

  public ImageSettings {
    Bounds.atLeast(WIDTH, width, 1);
    Bounds.atLeast(HEIGHT, height, 1);
    if (channels != 1 && channels != 3) {
      throw new ConfigurationException(CHANNELS, channels, "use 1 (grey) or 3 (RGB)");
    }
  }

  static ImageSettings read(TypedValues value) {
    return new ImageSettings(
        value.whole(WIDTH),
        value.whole(HEIGHT),
        value.whole(CHANNELS),
        value.truth(INVERT),
        value.choice(FIT, Fit.class));
  }

  /** Returns the bytes of a decoded image: height x width x channels. */
  public int bytes() {
    return width * height * channels;
  }
}
