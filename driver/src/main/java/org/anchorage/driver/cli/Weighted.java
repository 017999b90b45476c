/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.function.Predicate;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * What is searched by, with its weight: {@code query.jpg@0.5}.
 *
 * @param name of a file or an item
 * @param weight not 0
 */
record Weighted(String name, double weight) {

  /**
   * Reads a word. A name may hold an @ itself: only a number behind the last one is a weight, and
   * only if nothing has the whole word for a name.
   *
   * @param option that was given, for messages
   * @param usual weight, if none is written
   * @param isName whether there is a file or an item of a name
   * @throws ConfigurationException if the weight is 0 or not finite
   */
  static Weighted of(String option, String written, double usual, Predicate<String> isName) {
    int at = written.lastIndexOf('@');
    if (at <= 0 || isName.test(written)) {
      return new Weighted(written, usual);
    }
    double weight;
    try {
      weight = Double.parseDouble(written.substring(at + 1));
    } catch (NumberFormatException e) {
      return new Weighted(written, usual);
    }
    if (weight == 0 || Double.isNaN(weight) || Double.isInfinite(weight)) {
      throw new ConfigurationException(
          option,
          written,
          "a weight is a number other than 0, e.g. @0.5; or @-0.5 for not like it");
    }
    return new Weighted(written.substring(0, at), weight);
  }

  /** Returns the end of a message that there is nothing of this name, if it looks like a weight. */
  String hint() {
    int at = name.lastIndexOf('@');
    return at > 0
        ? ". What follows its last @, '"
            + name.substring(at + 1)
            + "', is not a number, so it was taken for a part of the name; write a weight as @0.5"
        : "";
  }
}
