/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

/** Who may use a route. */
public enum Access {
  /** Everybody: a load balancer that asks how the server is. */
  EVERYBODY,
  /** Who has the token, if the server has one; otherwise everybody. */
  READER,
  /** Who has the token. Without a token nobody may. */
  WRITER
}
