/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import java.util.List;
import java.util.Locale;
import org.anchorage.driver.record.EpochRecord;
import org.jspecify.annotations.Nullable;

/** Numbers as the page writes them; a missing or infinite number and NaN are a dash. */
final class Figures {

  private static final String NONE = "–";

  private Figures() {}

  /** Returns a share of 0 to 1 as a percentage with one decimal. */
  static String percent(@Nullable Double share) {
    return share == null ? NONE : finite("%.1f%%", share, 100);
  }

  /** Returns the difference of two shares in percentage points, signed. */
  static String points(@Nullable Double from, @Nullable Double to) {
    return from == null || to == null ? NONE : finite("%+.1f", to - from, 100);
  }

  /** Returns a number with some decimals, e.g. 3. */
  static String decimal(double value, int decimals) {
    return finite("%,." + decimals + "f", value, 1);
  }

  /** Returns a whole number with thousands apart. */
  static String count(long value) {
    return String.format(Locale.ROOT, "%,d", value);
  }

  /** Returns the time that a run spent in its stages. */
  static String minutes(List<EpochRecord> epochs) {
    double seconds =
        epochs.stream()
            .flatMap(epoch -> epoch.seconds().values().stream())
            .mapToDouble(Double::doubleValue)
            .sum();
    return decimal(seconds / 60, 1) + " min";
  }

  private static String finite(String format, double value, double scale) {
    return Double.isFinite(value) ? String.format(Locale.ROOT, format, value * scale) : NONE;
  }
}
