/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Locale;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.Thresholds;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** {@code --threshold D} or {@code --threshold precision=P}: what is too far to be a result. */
final class ThresholdOption {

  private static final String NAME = "--threshold";
  private static final String PRECISION = "precision=";

  @Option(
      names = NAME,
      paramLabel = "D",
      description =
          "Euclidean distance over which nothing is printed; or precision=P, e.g. precision=0.95,"
              + " if the index was calibrated (index calibrate).")
  @Nullable String threshold;

  /**
   * Refuses what no index could know, before one is opened.
   *
   * @throws ConfigurationException if it is neither a distance nor a precision
   */
  void check() {
    String written = threshold;
    if (written == null) {
      return;
    }
    if (written.startsWith(PRECISION)) {
      double precision = number(written.substring(PRECISION.length()));
      if (!(precision > 0 && precision <= 1)) {
        throw wrong("a precision is over 0, and at most 1");
      }
    } else if (!(number(written) >= 0)) {
      throw wrong("a distance is 0 or more");
    }
  }

  /**
   * Returns the distance; infinite if none is given.
   *
   * @throws ConfigurationException if the index does not know one of this precision
   */
  double of(Index index) {
    String written = threshold;
    if (written == null) {
      return Double.POSITIVE_INFINITY;
    }
    return written.startsWith(PRECISION)
        ? reaching(number(written.substring(PRECISION.length())), index)
        : number(written);
  }

  private double number(String written) {
    try {
      return Double.parseDouble(written);
    } catch (NumberFormatException e) {
      throw wrong("use a distance, e.g. 0.8, or precision=0.95");
    }
  }

  private double reaching(double precision, Index index) {
    Thresholds known =
        index
            .thresholds()
            .orElseThrow(
                () ->
                    wrong(
                        "the index was not calibrated; run ./anchorage index calibrate --index "
                            + index.location()));
    return known
        .reaching(precision)
        .orElseThrow(() -> wrong("no distance reaches it; " + most(known)))
        .distance();
  }

  private static String most(Thresholds known) {
    return String.format(
        Locale.ROOT, "the highest precision that was measured is %.3f", known.highestPrecision());
  }

  private ConfigurationException wrong(String why) {
    return new ConfigurationException(NAME, String.valueOf(threshold), why);
  }
}
