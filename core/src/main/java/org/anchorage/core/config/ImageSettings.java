/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * The form of every image: what the network reads, and the larger form that an image is decoded to
 * and kept in if there is a border. Immutable.
 *
 * @param width pixels that the network reads, at least 1; default 28
 * @param height pixels that the network reads, at least 1; default 28
 * @param channels 1 for grey (default), 3 for RGB
 * @param invert whether dark ink on white becomes light on black; default false
 * @param fit how the aspect ratio is treated; default {@link Fit#STRETCH}
 * @param border pixels beyond the width and beyond the height that an image is decoded to, both
 *     sides of a direction together, at least 0; default 0. Evaluation cuts the middle out,
 *     training may read the border. 32 with 224 x 224 is torchvision's Resize(256) and
 *     CenterCrop(224). The pixel cache grows in proportion to the area.
 * @param orientation whether a photograph is turned as its camera says; default {@link
 *     Orientation#AUTO}
 * @param background what transparent pixels are laid over; default {@link Colour#WHITE}
 */
public record ImageSettings(
    int width,
    int height,
    int channels,
    boolean invert,
    Fit fit,
    int border,
    Orientation orientation,
    Colour background)
    implements Serializable {

  public static final Key WIDTH = Key.shapesNetwork("image.width");
  public static final Key HEIGHT = Key.shapesNetwork("image.height");
  public static final Key CHANNELS = Key.shapesNetwork("image.channels");
  public static final Key INVERT = Key.fixed("image.invert");
  public static final Key FIT = Key.fixed("image.fit");
  public static final Key BORDER = Key.fixed("image.border");
  public static final Key ORIENTATION = Key.fixed("image.orientation");
  public static final Key BACKGROUND = Key.fixed("image.background");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(WIDTH, HEIGHT, CHANNELS, INVERT, FIT, BORDER, ORIENTATION, BACKGROUND);

  /** How an image of another aspect ratio is brought to the wanted one. */
  public enum Fit {
    /** Scale each side by itself; nothing is lost, shapes are distorted. */
    STRETCH,
    /** Scale both sides alike and fill with black; nothing is lost, objects are smaller. */
    PAD,
    /** Scale both sides alike and cut the middle out; objects are larger, borders are lost. */
    CROP
  }

  /** What is made of the orientation that a camera writes beside a photograph. */
  public enum Orientation {
    /**
     * An import applies it. A run does as its corpus was imported: corpora of versions that had no
     * such setting ignored it. A run writes down what was decided.
     */
    AUTO,
    /** Photographs stand upright, as viewers show them. */
    APPLY,
    /** Pixels are taken as they are stored. */
    IGNORE
  }

  public ImageSettings {
    Bounds.atLeast(WIDTH, width, 1);
    Bounds.atLeast(HEIGHT, height, 1);
    Bounds.atLeast(BORDER, border, 0);
    if (channels != 1 && channels != 3) {
      throw new ConfigurationException(CHANNELS, channels, "use 1 (grey) or 3 (RGB)");
    }
  }

  /** Describes images whose orientation and background are the usual ones. */
  public ImageSettings(int width, int height, int channels, boolean invert, Fit fit, int border) {
    this(width, height, channels, invert, fit, border, Orientation.AUTO, Colour.WHITE);
  }

  /** Describes such images without a border. */
  public ImageSettings(int width, int height, int channels, boolean invert, Fit fit) {
    this(width, height, channels, invert, fit, 0);
  }

  static ImageSettings read(TypedValues value) {
    return new ImageSettings(
        value.whole(WIDTH),
        value.whole(HEIGHT),
        value.whole(CHANNELS),
        value.truth(INVERT),
        value.choice(FIT, Fit.class),
        value.whole(BORDER),
        value.choice(ORIENTATION, Orientation.class),
        Colour.read(value, BACKGROUND));
  }

  /**
   * Returns the form that an image is decoded to and kept in: the border is part of its width and
   * height.
   */
  public ImageSettings decoded() {
    return border == 0
        ? this
        : new ImageSettings(
            width + border, height + border, channels, invert, fit, 0, orientation, background);
  }

  /** Returns the same form with another treatment of orientation. */
  public ImageSettings with(Orientation other) {
    return new ImageSettings(width, height, channels, invert, fit, border, other, background);
  }

  /**
   * Returns the values of an image that the network reads: height x width x channels. A decoded
   * image has {@code decoded().bytes()}.
   */
  public int bytes() {
    return width * height * channels;
  }
}
