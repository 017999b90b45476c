/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * A colour. Immutable.
 *
 * @param red 0 to 255
 * @param green 0 to 255
 * @param blue 0 to 255
 */
public record Colour(int red, int green, int blue) implements Serializable {

  /** All of each. */
  public static final Colour WHITE = new Colour(255, 255, 255);

  /**
   * Checks a colour.
   *
   * @throws IllegalArgumentException if a share is out of range
   */
  public Colour {
    if (!isLevel(red) || !isLevel(green) || !isLevel(blue)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "There is no colour of red %d, green %d, blue %d; use 0 to 255 for each",
              red,
              green,
              blue));
    }
  }

  private static boolean isLevel(int share) {
    return share >= 0 && share <= 255;
  }

  /** Reads a list of red, green and blue. */
  static Colour read(TypedValues value, Key key) {
    List<Integer> shares = value.wholes(key);
    if (shares.size() != 3 || !shares.stream().allMatch(Colour::isLevel)) {
      throw ConfigurationException.ofValue(
          key, shares, "write red, green and blue, each 0 to 255, e.g. [255, 255, 255]");
    }
    return new Colour(shares.get(0), shares.get(1), shares.get(2));
  }
}
