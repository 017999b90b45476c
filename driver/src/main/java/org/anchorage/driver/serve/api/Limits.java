/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import org.anchorage.driver.serve.http.Refusal;

/**
 * What a request may ask for.
 *
 * @param k most results of a search, offset included
 * @param searches most searches of a batch, and items of an addition
 */
public record Limits(int k, int searches) {

  /** Returns a number, or its default if it is not given. */
  static int within(
      String name,
      @org.jspecify.annotations.Nullable Integer given,
      int otherwise,
      int least,
      int most) {
    int value = given == null ? otherwise : given;
    if (value < least || value > most) {
      throw Refusal.of(
          "out_of_range", "'" + name + "' is " + value + "; it must be " + least + " to " + most);
    }
    return value;
  }
}
