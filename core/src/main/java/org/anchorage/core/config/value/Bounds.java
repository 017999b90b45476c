/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

/** The ranges that settings must lie in. Each refusal names the key, the value and the range. */
public final class Bounds {

  private Bounds() {}

  /** Refuses a value below the least. */
  public static void atLeast(Key key, long value, long least) {
    if (value < least) {
      throw ConfigurationException.ofValue(key, value, "it must be at least " + least);
    }
  }

  /** Refuses zero, negative and infinite values. */
  public static void positive(Key key, double value) {
    if (!(value > 0) || Double.isInfinite(value)) {
      throw ConfigurationException.ofValue(key, value, "it must be a positive number");
    }
  }

  /** Refuses negative and infinite values. */
  public static void notNegative(Key key, double value) {
    if (!(value >= 0) || Double.isInfinite(value)) {
      throw ConfigurationException.ofValue(key, value, "it must be zero or a positive number");
    }
  }

  /** Refuses a share that is below 0, or 1 or more. */
  public static void share(Key key, double value) {
    if (!(value >= 0 && value < 1)) {
      throw ConfigurationException.ofValue(key, value, "it must be at least 0 and below 1");
    }
  }

  /** Refuses a share that is 0 or less, or over 1. */
  public static void portion(Key key, double value) {
    if (!(value > 0 && value <= 1)) {
      throw ConfigurationException.ofValue(key, value, "it must be above 0 and at most 1");
    }
  }

  /** Refuses a value outside the closed range. */
  public static void within(Key key, double value, double least, double most) {
    if (!(value >= least && value <= most)) {
      throw ConfigurationException.ofValue(
          key, value, "it must lie between " + least + " and " + most);
    }
  }
}
