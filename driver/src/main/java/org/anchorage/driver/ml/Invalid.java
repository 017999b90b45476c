/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.util.Locale;

/** What becomes of a row whose image cannot be read. Written in lower case, as in Spark ML. */
enum Invalid {
  /** The job fails. */
  ERROR,
  /** The row is left out. */
  SKIP,
  /** The row stays, with a null vector. */
  KEEP;

  String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads a written name. */
  static Invalid of(String written) {
    for (Invalid invalid : values()) {
      if (invalid.written().equals(written)) {
        return invalid;
      }
    }
    throw new IllegalArgumentException(
        "handleInvalid cannot be '" + written + "'; use error, skip or keep");
  }
}
