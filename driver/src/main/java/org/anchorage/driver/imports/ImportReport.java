/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The result of an import.
 *
 * @param source what was read, in words
 * @param location where the corpus lies
 * @param fingerprint of the corpus
 * @param items images imported
 * @param classes classes they belong to
 * @param perSplit images in each split, by its written name
 * @param classesPerSplit classes in each split; a class in two splits counts in both
 * @param bytes of the encoded images
 * @param shards files that hold them
 * @param bad the first images that were left out, at most {@value #MOST_BAD}; {@code bad.jsonl} in
 *     the corpus has all
 * @param badByReason how many were left out, by written reason
 * @param ignored files that are not images, or images that belong to no split
 * @param duplicates images that have the bytes of one before them in the corpus's order; {@code
 *     duplicates.jsonl} in the corpus has all
 * @param conflicts how many of these are in another class than the first
 * @param dropped how many of these were left out
 * @param notes what was found out about the source, and what is odd about it, in words
 * @param seconds it took
 */
public record ImportReport(
    String source,
    String location,
    String fingerprint,
    long items,
    long classes,
    Map<String, Long> perSplit,
    Map<String, Long> classesPerSplit,
    long bytes,
    long shards,
    List<Bad> bad,
    Map<String, Long> badByReason,
    long ignored,
    long duplicates,
    long conflicts,
    long dropped,
    List<String> notes,
    double seconds) {

  /** How many bad images a report lists. */
  public static final int MOST_BAD = 100;

  public ImportReport {
    perSplit = new TreeMap<>(perSplit);
    classesPerSplit = new TreeMap<>(classesPerSplit);
    bad = List.copyOf(bad);
    badByReason = new TreeMap<>(badByReason);
    notes = List.copyOf(notes);
  }

  /** Returns how many images were left out. */
  public long badCount() {
    return badByReason.values().stream().mapToLong(Long::longValue).sum();
  }
}
