/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts of images that have the bytes of another, and the first of them. Parts, of which each has
 * all images of some bytes, can be merged in any order. Not thread-safe.
 */
final class Repeats implements Serializable {

  /** How many are named, of those in two classes and of the others. */
  static final int MOST = 20;

  /** Returns in words that an image repeats another. */
  static String said(ImportFacts.Repeat repeat) {
    return Shown.text(repeat.id())
        + " of "
        + Shown.text(repeat.className())
        + " is "
        + Shown.text(repeat.first())
        + " of "
        + Shown.text(repeat.firstClass());
  }

  private static final int MOST_NAMED = 3;

  private final TreeMap<String, ImportFacts.Repeat> conflicting = new TreeMap<>();
  private final TreeMap<String, ImportFacts.Repeat> others = new TreeMap<>();
  private long later;
  private long conflicts;
  private long crossing;

  void add(Copies.Repeated repeated) {
    later++;
    conflicts += repeated.conflicts() ? 1 : 0;
    crossing += repeated.crosses() ? 1 : 0;
    TreeMap<String, ImportFacts.Repeat> named = repeated.conflicts() ? conflicting : others;
    Copy copy = repeated.copy();
    Copy first = repeated.first();
    named.put(
        copy.id(),
        new ImportFacts.Repeat(
            first.id(), first.group().className(), copy.id(), copy.group().className()));
    trim(named);
  }

  Repeats plus(Repeats other) {
    later += other.later;
    conflicts += other.conflicts;
    crossing += other.crossing;
    conflicting.putAll(other.conflicting);
    others.putAll(other.others);
    trim(conflicting);
    trim(others);
    return this;
  }

  private static void trim(NavigableMap<String, ImportFacts.Repeat> named) {
    while (named.size() > MOST) {
      named.pollLastEntry();
    }
  }

  /** Returns how many images have the bytes of one before them. */
  long later() {
    return later;
  }

  /** Returns how many of these are in another class than the first one. */
  long conflicts() {
    return conflicts;
  }

  /** Returns how many of these are in another split than the first one. */
  long crossing() {
    return crossing;
  }

  /** Returns the first by id, those in two classes before the others. */
  List<ImportFacts.Repeat> first() {
    List<ImportFacts.Repeat> all = new ArrayList<>(conflicting.values());
    all.addAll(others.values());
    return all;
  }

  /** Returns the counts and the first in words. */
  String note(long dropped) {
    return later
        + " images have the bytes of another, "
        + conflicts
        + " of them in another class and "
        + crossing
        + " in another split: "
        + first().stream().limit(MOST_NAMED).map(Repeats::said).collect(Collectors.joining("; "))
        + (later > MOST_NAMED ? " and others" : "")
        + ". duplicates.jsonl lists all; import.duplicates says what becomes of them ("
        + (dropped > 0 ? dropped + " are left out" : "all are kept")
        + ")";
  }
}
