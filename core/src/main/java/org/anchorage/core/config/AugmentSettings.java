/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.config.value.Check;

/**
 * How training images are changed anew at every step. Immutable; every default is "not at all".
 *
 * @param shift largest translation as a share of the side, 0 to 0.5
 * @param crop smallest share of the area that a random crop keeps, over 0 to 1; 1 does not crop
 * @param flip whether images are mirrored at random
 * @param rotate largest rotation in degrees, 0 to 180
 * @param scale largest relative change of size, 0 to 0.9
 * @param shear largest shear in degrees, 0 to 60
 */
public record AugmentSettings(
    double shift, double crop, Flip flip, double rotate, double scale, double shear)
    implements Serializable {

  /** Whether images are mirrored. */
  public enum Flip {
    /** Never. */
    NONE,
    /** Left to right, every second time; wrong for characters and text. */
    HORIZONTAL
  }

  public AugmentSettings {
    Check.within("augment.shift", shift, 0, 0.5);
    Check.within("augment.crop", crop, 0.01, 1);
    Check.within("augment.rotate", rotate, 0, 180);
    Check.within("augment.scale", scale, 0, 0.9);
    Check.within("augment.shear", shear, 0, 60);
  }

  /** Returns whether no image is ever changed. */
  public boolean isIdentity() {
    return shift == 0 && crop == 1 && flip == Flip.NONE && rotate == 0 && scale == 0 && shear == 0;
  }
}
