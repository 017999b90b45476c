/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param subject what was checked, e.g. {@code memory}
 * @param state how good it is
 * @param found what was found
 * @param remedy what to do about it; empty if there is nothing to do
 */
public record Finding(String subject, State state, String found, String remedy) {

  /** Returns a good finding. */
  static Finding ok(String subject, String found) {
    return new Finding(subject, State.OK, found, "");
  }

  /** Returns a finding that costs speed or function. */
  static Finding warning(String subject, String found, String remedy) {
    return new Finding(subject, State.WARNING, found, remedy);
  }

  /** Returns a finding that makes something fail. */
  static Finding problem(String subject, String found, String remedy) {
    return new Finding(subject, State.PROBLEM, found, remedy);
  }

  /**
   * Returns a failure as a problem.
   *
   * @param remedy to use if the message has none after its first semicolon
   */
  static Finding failure(String subject, Throwable failure, String remedy) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    // Anchorage's own messages end in a remedy. Those of the exceptions that they wrap do not.
    String own = failure.getMessage() == null ? "" : failure.getMessage();
    int end = own.indexOf("; ");
    if (end > 0) {
      return problem(subject, firstLine(own.substring(0, end)), firstLine(own.substring(end + 2)));
    }
    String message = cause.getMessage();
    return problem(
        subject,
        message == null || message.isBlank()
            ? cause.getClass().getSimpleName()
            : cause.getClass().getSimpleName() + ": " + firstLine(message),
        remedy);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").strip();
  }

  /** Returns bytes as people read them. */
  static String gigabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
