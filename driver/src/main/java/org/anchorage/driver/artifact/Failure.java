/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The cause of a failure and its remedy, in words for the user. Stateless and thread-safe. */
public final class Failure {

  private static final int DEEPEST = 20;

  private Failure() {}

  /** Returns the message of the innermost cause: outer causes repeat it or say less. */
  public static String reason(Throwable failure) {
    Throwable innermost = failure;
    for (int depth = 0; depth < DEEPEST && innermost.getCause() != null; depth++) {
      innermost = innermost.getCause();
    }
    @Nullable String message = innermost.getMessage();
    return message == null
        ? innermost.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  /** Returns what to do about it. */
  static String remedy(String reason) {
    String words = reason.toLowerCase(Locale.ROOT);
    if (words.contains("no space left") || words.contains("quota")) {
      return "free space there or choose a place with more";
    }
    if (words.contains("permission") || words.contains("access")) {
      return "choose a place you may write to, or ask for permission";
    }
    if (words.contains("not a directory") || words.contains("is a file")) {
      return "choose a path whose parents are all directories";
    }
    return "fix this and run again";
  }
}
