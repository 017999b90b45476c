/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.core.config.value.ConfigurationException;
import org.jspecify.annotations.Nullable;

/**
 * Expands {@code ~/} where a shell leaves it: behind the {@code =} of {@code --to=~/corpus} and of
 * {@code run=~/run}. Otherwise a folder called {@code ~} would be made. Immutable.
 */
final class HomeFolder {

  private static final Pattern TILDE = Pattern.compile("((?:--?)?[A-Za-z][\\w.-]*=)?~(/.*)?");

  private final @Nullable String place;

  /** Creates the folder; null or empty if the user has none. */
  HomeFolder(@Nullable String place) {
    this.place = place;
  }

  /** Returns that of the user who runs the program. */
  static HomeFolder ofUser() {
    String home = System.getenv("HOME");
    return new HomeFolder(home == null ? System.getProperty("user.home") : home);
  }

  /**
   * Returns the words with the folder's place for each leading {@code ~}.
   *
   * @throws ConfigurationException if one is to be expanded and the user has no home
   */
  String[] expanded(String... words) {
    return Arrays.stream(words).map(this::expanded).toArray(String[]::new);
  }

  private String expanded(String word) {
    Matcher matcher = TILDE.matcher(word);
    if (!matcher.matches()) {
      return word;
    }
    String before = matcher.group(1) == null ? "" : matcher.group(1);
    String after = matcher.group(2) == null ? "" : matcher.group(2);
    // Java's name of a home that it does not find is "?".
    if (place == null || place.isBlank() || place.equals("?")) {
      throw new ConfigurationException(
          before.isEmpty() ? "a path" : before.substring(0, before.length() - 1),
          "~" + after,
          "~ is the user's home, and this user has none; write the whole path");
    }
    return before + place + after;
  }
}
