/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

/** A run that another driver holds: says who, since when, and how to take it over. */
public final class LeaseException extends RuntimeException {

  LeaseException(String message) {
    super(message);
  }

  LeaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
