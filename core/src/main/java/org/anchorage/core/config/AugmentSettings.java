/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How training images are changed at random, anew at every step. Immutable; by default no image is
 * changed.
 *
 * @param shift largest translation as a share of the side, 0 to 0.5
 * @param crop smallest share of the decoded area that a random crop keeps, 0.01 to 1; 1 does not
 *     crop
 * @param flip whether images are mirrored at random
 * @param rotate largest rotation in degrees, 0 to 180
 * @param scale largest relative change of size, 0 to 0.9
 * @param shear largest shear in degrees, 0 to 60
 * @param aspect how far the ratio of a crop's sides is from the image's at most, as a factor, 1 to
 *     4; 1 (default) keeps the shape. Needs {@code crop} below 1. 1.333 is torchvision's.
 */
public record AugmentSettings(
    double shift, double crop, Flip flip, double rotate, double scale, double shear, double aspect)
    implements Serializable {

  public static final Key SHIFT = Key.fixed("augment.shift");
  public static final Key CROP = Key.fixed("augment.crop");
  public static final Key FLIP = Key.fixed("augment.flip");
  public static final Key ROTATE = Key.fixed("augment.rotate");
  public static final Key SCALE = Key.fixed("augment.scale");
  public static final Key SHEAR = Key.fixed("augment.shear");
  public static final Key ASPECT = Key.fixed("augment.aspect");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(SHIFT, CROP, FLIP, ROTATE, SCALE, SHEAR, ASPECT);

  /** Whether images are mirrored. */
  public enum Flip {
    /** Never. */
    NONE,
    /** Left to right, with probability 1/2; wrong for characters and text. */
    HORIZONTAL
  }

  public AugmentSettings {
    Bounds.within(SHIFT, shift, 0, 0.5);
    Bounds.within(CROP, crop, 0.01, 1);
    Bounds.within(ROTATE, rotate, 0, 180);
    Bounds.within(SCALE, scale, 0, 0.9);
    Bounds.within(SHEAR, shear, 0, 60);
    Bounds.within(ASPECT, aspect, 1, 4);
    if (aspect > 1 && crop == 1) {
      throw new ConfigurationException(
          ASPECT,
          aspect,
          "it is the shape of a random crop, and augment.crop = 1 does not crop; use 1, or set"
              + " augment.crop below 1");
    }
  }

  /** Describes changes whose crops keep the shape. */
  public AugmentSettings(
      double shift, double crop, Flip flip, double rotate, double scale, double shear) {
    this(shift, crop, flip, rotate, scale, shear, 1);
  }

  static AugmentSettings read(TypedValues value) {
    return new AugmentSettings(
        value.number(SHIFT),
        value.number(CROP),
        value.choice(FLIP, Flip.class),
        value.number(ROTATE),
        value.number(SCALE),
        value.number(SHEAR),
        value.number(ASPECT));
  }

  /**
   * Returns whether no image is ever changed: training then reads what evaluation reads. A shape
   * other than the image's needs a crop, so it need not be asked for here.
   */
  public boolean isIdentity() {
    return shift == 0 && crop == 1 && flip == Flip.NONE && rotate == 0 && scale == 0 && shear == 0;
  }
}
