/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What all paths of a group decide together: which folders wrap all images, and which folders name
 * splits. Facts of parts of the paths can be merged, in any order. Some hundred bytes. Not
 * thread-safe.
 */
final class FolderFacts implements Serializable {

  /** Folders that wrap all images so far; null before the first. */
  private @Nullable ArrayList<String> wrapping;

  /** What lies at a depth, at least down to the last of those folders. */
  private final TreeMap<Integer, Level> levels = new TreeMap<>();

  /** Folders with the names of splits, above a class; and whether there are images elsewhere. */
  private static final class Level implements Serializable {

    private final TreeSet<String> splits = new TreeSet<>();
    private boolean others;

    void add(Level other) {
      splits.addAll(other.splits);
      others |= other.others;
    }

    /** Names that may be classes as well are splits if all folders are, or beside a sure one. */
    Set<String> named() {
      boolean sure = splits.stream().anyMatch(SplitNames::isSure);
      return sure || (!others && splits.size() > 1) ? Set.copyOf(splits) : Set.of();
    }
  }

  /** Takes the path of an image. */
  void add(ImagePath path) {
    List<String> parts = path.parts();
    int above = Math.max(0, parts.size() - 2);
    int most = wrapping == null ? above : Math.min(above, wrapping.size());
    int depth = 0;
    while (depth < most
        && !SplitNames.isSure(parts.get(depth))
        && (wrapping == null || wrapping.get(depth).equals(parts.get(depth)))) {
      depth++;
    }
    wrapping = new ArrayList<>(parts.subList(0, depth));
    for (int level = 0; level <= depth && level < parts.size() - 1; level++) {
      Level at = levels.computeIfAbsent(level, l -> new Level());
      if (level < above && SplitNames.find(parts.get(level)) != null) {
        at.splits.add(parts.get(level));
      } else {
        at.others = true;
      }
    }
  }

  /** Takes the facts of other paths. */
  void add(FolderFacts other) {
    if (other.wrapping != null) {
      int depth = 0;
      if (wrapping == null) {
        wrapping = other.wrapping;
      } else {
        while (depth < Math.min(wrapping.size(), other.wrapping.size())
            && wrapping.get(depth).equals(other.wrapping.get(depth))) {
          depth++;
        }
        wrapping = new ArrayList<>(wrapping.subList(0, depth));
      }
    }
    other.levels.forEach(
        (level, facts) -> levels.computeIfAbsent(level, l -> new Level()).add(facts));
  }

  /** Returns how many folders are left out of class names. */
  int depth(FolderRule rule) {
    if (wrapping == null) {
      return 0;
    }
    // Who names the folder above that of the splits means the splits.
    boolean most =
        rule.wrapping() == FolderRule.Wrapping.KEPT && !splits(wrapping.size()).isEmpty();
    return most ? wrapping.size() : Math.min(wrapping.size(), rule.wrapping().most());
  }

  /** Returns the names of the folders of splits, at a depth. */
  Set<String> splits(int depth) {
    @Nullable Level level = levels.get(depth);
    return level == null ? Set.of() : level.named();
  }

  /** Returns the layout that follows. */
  FolderLayout layout(FolderRule rule) {
    int depth = depth(rule);
    return new FolderLayout(depth, splits(depth), rule.split(), rule.names());
  }

  /** Returns the layout that follows, in words; empty if folders are classes and no more. */
  String said(FolderRule rule) {
    int depth = depth(rule);
    Set<String> names = new TreeSet<>(splits(depth));
    if (wrapping == null || names.isEmpty()) {
      return "";
    }
    String in = depth == 0 ? "" : " in " + Shown.text(String.join("/", wrapping.subList(0, depth)));
    return "Folders of splits" + in + ": " + Shown.text(String.join(", ", names));
  }

  /** Returns facts by group, of no path yet. */
  static Map<Integer, FolderFacts> none() {
    return new TreeMap<>();
  }
}
