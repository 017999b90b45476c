/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.util.Locale;

/**
 * The part of a corpus that an item belongs to. Written in lower case in catalogues and settings.
 */
public enum Split {
  /** Trained on and mined. */
  TRAIN,
  /** Held out to choose settings by; never trained on. */
  VALIDATION,
  /** Evaluated on; for zero-shot retrieval its classes are not among those of {@link #TRAIN}. */
  TEST;

  /** Returns the name as written in files: {@code train}, {@code validation} or {@code test}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads a written name, in any case; {@code val} is short for {@code validation}.
   *
   * @throws IllegalArgumentException if there is no such split
   */
  public static Split of(String written) {
    String word = written.strip().toUpperCase(Locale.ROOT);
    for (Split split : values()) {
      if (split.name().equals(word)) {
        return split;
      }
    }
    if (word.equals("VAL")) {
      return VALIDATION;
    }
    throw new IllegalArgumentException(
        "No split is called '" + written + "'; use train, validation or test");
  }
}
