/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

/** The bytes of one image cannot be had; the message is the detail of {@link Bad}. */
final class BadPlaceException extends Exception {

  private final Bad.Reason reason;

  BadPlaceException(Bad.Reason reason, String detail) {
    super(detail);
    this.reason = reason;
  }

  Bad bad(String id) {
    return new Bad(id, reason, String.valueOf(getMessage()));
  }
}
