/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Locale;

/**
 * Names and labels as messages show them: control characters, which a terminal may obey, and marks
 * that change the direction of writing are written as {@code \\u001B}. Stateless and thread-safe.
 */
final class Shown {

  private static final int MOST = 500;

  private Shown() {}

  /** Returns a text without control characters; a long one is cut. */
  static String text(String text) {
    StringBuilder shown = new StringBuilder();
    int end = Math.min(text.length(), MOST);
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      int type = Character.getType(c);
      if (type == Character.CONTROL
          || type == Character.FORMAT
          || type == Character.LINE_SEPARATOR
          || type == Character.PARAGRAPH_SEPARATOR) {
        shown.append(String.format(Locale.ROOT, "\\u%04X", (int) c));
      } else {
        shown.append(c);
      }
    }
    return end < text.length() ? shown + "..." : shown.toString();
  }

  /** As {@link #text}, and letters outside of ASCII by their numbers: forms of one look alike. */
  static String form(String text) {
    StringBuilder shown = new StringBuilder();
    for (char c : text(text).toCharArray()) {
      shown.append(c < 0x7f ? String.valueOf(c) : String.format(Locale.ROOT, "\\u%04X", (int) c));
    }
    return "'" + shown + "'";
  }

  /** Returns a bad image as it is shown. */
  static Bad of(Bad bad) {
    return new Bad(text(bad.id()), bad.reason(), text(bad.detail()));
  }

  /** Returns an image that repeats another as it is shown. */
  static ImportFacts.Repeat of(ImportFacts.Repeat repeat) {
    return new ImportFacts.Repeat(
        text(repeat.first()),
        text(repeat.firstClass()),
        text(repeat.id()),
        text(repeat.className()));
  }
}
