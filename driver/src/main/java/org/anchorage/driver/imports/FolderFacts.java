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

  /** Folders with the names of splits, above a class, by their depth. */
  private final TreeMap<Integer, TreeSet<String>> splits = new TreeMap<>();

  /** Takes the path of an image. */
  void add(ImagePath path) {
    List<String> parts = path.parts();
    int levels = Math.max(0, parts.size() - 2);
    int most = wrapping == null ? levels : Math.min(levels, wrapping.size());
    int depth = 0;
    while (depth < most
        && ImagePath.split(parts.get(depth)) == null
        && (wrapping == null || wrapping.get(depth).equals(parts.get(depth)))) {
      depth++;
    }
    wrapping = new ArrayList<>(parts.subList(0, depth));
    for (int level = 0; level <= depth && level < levels; level++) {
      if (ImagePath.split(parts.get(level)) != null) {
        splits.computeIfAbsent(level, l -> new TreeSet<>()).add(parts.get(level));
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
    other.splits.forEach(
        (level, names) -> splits.computeIfAbsent(level, l -> new TreeSet<>()).addAll(names));
  }

  /** Returns how many folders are left out of class names. */
  int depth(FolderRule rule) {
    return wrapping == null ? 0 : Math.min(wrapping.size(), rule.wrapping().most());
  }

  /** Returns the names of the folders of splits, at a depth. */
  Set<String> splits(int depth) {
    return Set.copyOf(splits.getOrDefault(depth, new TreeSet<>()));
  }

  /** Returns the layout that follows. */
  FolderLayout layout(FolderRule rule) {
    int depth = depth(rule);
    return new FolderLayout(depth, splits(depth), rule.split());
  }

  /** Returns facts by group, of no path yet. */
  static Map<Integer, FolderFacts> none() {
    return new TreeMap<>();
  }
}
