/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.value;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known word that a misspelt one stands for. Stateless and thread-safe. */
public final class Spelling {

  private Spelling() {}

  /** Returns the known word that is fewest edits away; ties go to the first in the alphabet. */
  public static String nearest(String word, Collection<String> known) {
    return known.stream()
        .min(Comparator.comparingInt((String each) -> edits(word, each)).thenComparing(k -> k))
        .orElse("");
  }

  /**
   * Levenshtein's distance: the fewest insertions, deletions and substitutions between two words.
   */
  private static int edits(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[b.length()];
  }
}
