/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

/** Another driver holds a run. The message says which, since when, and how to take it over. */
public final class LeaseException extends RuntimeException {

  LeaseException(String message) {
    super(message);
  }

  LeaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
