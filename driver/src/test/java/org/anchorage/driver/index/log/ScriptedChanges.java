/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Changes of an index, each known by its number: additions, replacements, deletions, and every
 * sixth a compaction. As a program, makes them one after the other until it is killed.
 */
final class ScriptedChanges {

  static final String BEGIN = "begin ";
  static final String DONE = "done ";

  private static final int CYCLE = 6;

  private ScriptedChanges() {}

  /**
   * Makes changes.
   *
   * @param words the index, and the number of the first change
   */
  public static void main(String[] words) {
    try (IndexWriter writer = IndexWriter.open(new Path(words[0]), new Configuration())) {
      for (long change = Long.parseLong(words[1]); ; change++) {
        System.out.println(BEGIN + change);
        System.out.flush();
        make(change, writer);
        System.out.println(DONE + change);
        System.out.flush();
      }
    }
  }

  static void make(long change, IndexWriter writer) {
    if (change % CYCLE == CYCLE - 1) {
      boolean unused = writer.compact();
    } else if (change % CYCLE == CYCLE - 2) {
      var unused = writer.delete(deleted(change));
    } else {
      writer.add(added(change));
    }
  }

  private static List<String> deleted(long change) {
    return List.of("of-" + (change - 1) + "-0", "of-" + (change - 2) + "-1");
  }

  private static List<NewItem> added(long change) {
    List<NewItem> items = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      items.add(item("of-" + change + "-" + i, 10 * change + i));
    }
    items.add(item("shared-" + change % 4, 10 * change + 3));
    return items;
  }

  private static NewItem item(String id, long number) {
    return new NewItem(
        new IndexedItem(id, "c", "train"), LogSamples.vector(number), LogSamples.picture(3));
  }

  /** Applies a change to what is expected: the numbers of vectors by id. */
  static void apply(long change, Map<String, float[]> expected) {
    if (change % CYCLE == CYCLE - 2) {
      expected.keySet().removeAll(deleted(change));
    } else if (change % CYCLE != CYCLE - 1) {
      added(change).forEach(one -> expected.put(one.item().id(), one.vector()));
    }
  }
}
