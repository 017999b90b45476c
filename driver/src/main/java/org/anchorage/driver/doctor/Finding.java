/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.Locale;

/**
 * What a check found.
 *
 * @param subject what was looked at, e.g. {@code memory}
 * @param state how good that is
 * @param found what is there
 * @param remedy what to do about it; empty where nothing need be done
 */
public record Finding(String subject, State state, String found, String remedy) {

  /** Returns a good finding. */
  static Finding ok(String subject, String found) {
    return new Finding(subject, State.OK, found, "");
  }

  /** Returns what costs something. */
  static Finding warning(String subject, String found, String remedy) {
    return new Finding(subject, State.WARNING, found, remedy);
  }

  /** Returns what will fail. */
  static Finding problem(String subject, String found, String remedy) {
    return new Finding(subject, State.PROBLEM, found, remedy);
  }

  /**
   * Returns a failure as a problem.
   *
   * @param remedy for failures whose message, after its first semicolon, has none
   */
  static Finding failure(String subject, Throwable failure, String remedy) {
    Throwable cause = failure;
    while (cause.getCause() != null && cause.getCause() != cause) {
      cause = cause.getCause();
    }
    // This project's own messages say what to do; what they wrap does not.
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
