/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.count;

import java.util.Locale;

/** Writes a number with what it counts: {@code 1 image}, {@code 2,000 images}. Stateless. */
public final class Count {

  private Count() {}

  /**
   * Returns a number and a noun.
   *
   * @param number how many
   * @param one the noun of one, whose plural is regular: image, class, query, batch
   */
  public static String of(long number, String one) {
    return of(number, one, plural(one));
  }

  /**
   * Returns a number and a noun, or any words that depend on the number.
   *
   * @param number how many
   * @param one the words behind 1
   * @param many the words behind any other number
   */
  public static String of(long number, String one, String many) {
    return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? one : many);
  }

  private static String plural(String one) {
    if (one.endsWith("s") || one.endsWith("x") || one.endsWith("ch") || one.endsWith("sh")) {
      return one + "es";
    }
    boolean changes =
        one.endsWith("y") && "aeiou".indexOf(one.charAt(Math.max(0, one.length() - 2))) < 0;
    return changes ? one.substring(0, one.length() - 1) + "ies" : one + "s";
  }
}
