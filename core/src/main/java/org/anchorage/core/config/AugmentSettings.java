/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How training images are changed at random, anew at every step. Immutable; by default no image is
 * changed.
 *
 * @param shift largest translation as a share of the side, 0 to 0.5
 * @param crop smallest share of the area that a random crop keeps, above 0 and at most 1; 1 does
 *     not crop
 * @param flip whether images are mirrored at random
 * @param rotate largest rotation in degrees, 0 to 180
 * @param scale largest relative change of size, 0 to 0.9
 * @param shear largest shear in degrees, 0 to 60
 */
public record AugmentSettings(
    double shift, double crop, Flip flip, double rotate, double scale, double shear)
    implements Serializable {

  public static final Key SHIFT = Key.fixed("augment.shift");
  public static final Key CROP = Key.fixed("augment.crop");
  public static final Key FLIP = Key.fixed("augment.flip");
  public static final Key ROTATE = Key.fixed("augment.rotate");
  public static final Key SCALE = Key.fixed("augment.scale");
  public static final Key SHEAR = Key.fixed("augment.shear");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(SHIFT, CROP, FLIP, ROTATE, SCALE, SHEAR);

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
  }

  static AugmentSettings read(TypedValues value) {
    return new AugmentSettings(
        value.number(SHIFT),
        value.number(CROP),
        value.choice(FLIP, Flip.class),
        value.number(ROTATE),
        value.number(SCALE),
        value.number(SHEAR));
  }

  /** Returns whether no image is ever changed. */
  public boolean isIdentity() {
    return shift == 0 && crop == 1 && flip == Flip.NONE && rotate == 0 && scale == 0 && shear == 0;
  }
}
