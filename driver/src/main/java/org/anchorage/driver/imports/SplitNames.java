/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.anchorage.core.corpus.Split;
import org.jspecify.annotations.Nullable;

/** What data sets call their splits, in any case. Stateless and thread-safe. */
final class SplitNames {

  private static final Map<String, Split> NAMES =
      Map.ofEntries(
          Map.entry("train", Split.TRAIN),
          Map.entry("training", Split.TRAIN),
          Map.entry("val", Split.VALIDATION),
          Map.entry("valid", Split.VALIDATION),
          Map.entry("validation", Split.VALIDATION),
          Map.entry("dev", Split.VALIDATION),
          Map.entry("eval", Split.VALIDATION),
          Map.entry("test", Split.TEST),
          Map.entry("testing", Split.TEST),
          Map.entry("query", Split.TEST),
          Map.entry("gallery", Split.TEST));

  /** Names that mean nothing else. The others may be classes as well. */
  private static final Set<String> SURE = Set.of("train", "val", "validation", "test");

  private SplitNames() {}

  /** Returns the split that a folder's name may name, or null. */
  static @Nullable Split find(String name) {
    return NAMES.get(name.toLowerCase(Locale.ROOT));
  }

  /** Returns whether a name is that of a split, whatever stands beside it. */
  static boolean isSure(String name) {
    return SURE.contains(name.toLowerCase(Locale.ROOT));
  }

  /**
   * Reads the split that a list or a record names.
   *
   * @throws IllegalArgumentException if there is no such split
   */
  static Split of(String written) {
    @Nullable Split split = find(written.strip());
    return split == null ? Split.of(written) : split;
  }
}
