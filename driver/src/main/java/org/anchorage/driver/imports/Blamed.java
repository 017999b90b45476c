/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/**
 * What is ignored for one reason: how many files, and the first of the folders or links to blame,
 * in the order of their names. Parts can be merged in any order. Not thread-safe.
 */
final class Blamed implements Serializable {

  private static final int MOST = 5;

  private final TreeMap<String, Long> first = new TreeMap<>();
  private long files;

  void add(String where, long count) {
    first.merge(where, count, Long::sum);
    files += count;
    trim();
  }

  void add(Blamed other) {
    other.first.forEach((where, count) -> first.merge(where, count, Long::sum));
    files += other.files;
    trim();
  }

  /** What is among the first of all is among the first of each part, so no count is lost. */
  private void trim() {
    while (first.size() > MOST) {
      first.pollLastEntry();
    }
  }

  boolean isEmpty() {
    return files == 0;
  }

  String said(Ignored.Why why) {
    String named = named();
    return switch (why) {
      case OTHER -> files + " files are ignored: " + named;
      case LAYOUT ->
          files
              + " images are ignored, because they are in no split and folders of splits lie beside"
              + " them: "
              + named
              + "; to import them, move them into the folder of a split";
      case LOOP ->
          files
              + " links are passed over, because they lead back to a folder above them: "
              + named
              + "; remove them";
      case NOWHERE ->
          files + " links are passed over, because they lead nowhere: " + named + "; mend them";
    };
  }

  private String named() {
    StringJoiner named = new StringJoiner(", ");
    long shown = 0;
    for (Map.Entry<String, Long> one : first.entrySet()) {
      String count = one.getValue() == 1 ? "" : " (" + one.getValue() + ")";
      named.add(Shown.text(one.getKey()) + count);
      shown += one.getValue();
    }
    return shown < files ? named + " and others" : named.toString();
  }
}
