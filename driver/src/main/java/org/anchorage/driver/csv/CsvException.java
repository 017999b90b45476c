/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

/** A text cannot be read as it is meant. The message says which, where, and what to do. */
public final class CsvException extends IllegalArgumentException {

  CsvException(String message) {
    super(message);
  }

  CsvException(String message, Throwable cause) {
    super(message, cause);
  }
}
