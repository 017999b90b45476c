/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/** Reads a split from a file's name: {@code photos-val-000.tar} is of the validation split. */
final class SplitWords {

  private SplitWords() {}

  /** Returns the split that a word of the name names, or {@code train}. */
  static Split of(String file) {
    String name = file.substring(file.lastIndexOf('/') + 1);
    for (String word : name.split("[^A-Za-z]+", -1)) {
      // A file may be called a gallery and be none.
      @Nullable Split split = SplitNames.isSure(word) ? SplitNames.find(word) : null;
      if (split != null) {
        return split;
      }
    }
    return Split.TRAIN;
  }
}
