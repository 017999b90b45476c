/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

/**
 * A request that is not answered as asked. The message is shown to the asker: it names nothing that
 * the asker did not send, and no path or class of this program.
 */
public final class Refusal extends RuntimeException {

  private final int status;
  private final String code;

  /**
   * Creates a refusal.
   *
   * @param status of HTTP, 400 to 599
   * @param code one word with underscores that programs compare, e.g. {@code unknown_field}
   * @param message what is wrong, with which value, and what to do
   */
  public Refusal(int status, String code, String message) {
    // No trace: a refusal is an answer, and nothing that went wrong here.
    super(message, null, false, false);
    this.status = status;
    this.code = code;
  }

  /** Returns a refusal of what was sent: status 400. */
  public static Refusal of(String code, String message) {
    return new Refusal(400, code, message);
  }

  /** Returns a refusal because there is too much to do: status 503. */
  public static Refusal busy(String message) {
    return new Refusal(503, "busy", message);
  }

  /** Returns the status of HTTP. */
  public int status() {
    return status;
  }

  /** Returns the word that programs compare. */
  public String code() {
    return code;
  }
}
