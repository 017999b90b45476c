/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

/** Is told of requests, to count them. Thread-safe. */
public interface Watcher {

  /** A request has begun: its head was read. */
  void begun();

  /**
   * A request was answered.
   *
   * @param path of its route; {@code none} if there is none
   * @param status of HTTP
   * @param nanos since its body was read
   */
  void answered(String path, int status, long nanos);

  /**
   * A request was refused.
   *
   * @param code of the {@link Refusal}
   */
  void refused(String code);
}
