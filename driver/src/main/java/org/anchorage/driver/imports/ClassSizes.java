/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.corpus.Split;
import org.anchorage.driver.corpus.ClassRun;
import org.anchorage.driver.corpus.WrittenShard;

/** The classes of a corpus by size, the largest first. It grows with the classes. Immutable. */
final class ClassSizes {

  private static final int TENTHS = 10;
  private static final int PICTURED = 12;

  private final List<ImportFacts.Part> sorted = new ArrayList<>();
  private final List<WrittenShard> shards;

  ClassSizes(List<WrittenShard> shards) {
    this.shards = shards;
    Map<String, Long> sizes = new HashMap<>();
    for (WrittenShard shard : shards) {
      shard.runs().forEach(run -> sizes.merge(run.className(), (long) run.items(), Long::sum));
    }
    sizes.forEach((name, images) -> sorted.add(new ImportFacts.Part(name, images, 1)));
    sorted.sort(
        Comparator.comparingLong(ImportFacts.Part::images)
            .reversed()
            .thenComparing(ImportFacts.Part::name));
  }

  int count() {
    return sorted.size();
  }

  /** Returns the images and classes of each split that has any. */
  List<ImportFacts.Part> splits() {
    List<ImportFacts.Part> splits = new ArrayList<>();
    for (Split split : Split.values()) {
      Map<String, Integer> classes = new HashMap<>();
      for (WrittenShard shard : shards) {
        for (ClassRun run : shard.runs()) {
          if (run.split() == split) {
            classes.merge(run.className(), run.items(), Integer::sum);
          }
        }
      }
      if (!classes.isEmpty()) {
        long images = classes.values().stream().mapToLong(Integer::longValue).sum();
        splits.add(new ImportFacts.Part(split.written(), images, classes.size()));
      }
    }
    return splits;
  }

  /** Returns the largest and the smallest classes, by names that can be shown. */
  List<ImportFacts.Part> ends() {
    List<ImportFacts.Part> ends = new ArrayList<>();
    int half = ImportFacts.MOST_CLASSES / 2;
    for (int i = 0; i < sorted.size(); i++) {
      if (sorted.size() <= ImportFacts.MOST_CLASSES || i < half || i >= sorted.size() - half) {
        ImportFacts.Part one = sorted.get(i);
        ends.add(new ImportFacts.Part(Shown.text(one.name()), one.images(), 1));
      }
    }
    return ends;
  }

  /** Returns images of the classes at each tenth, the smallest first. */
  List<Integer> quantiles() {
    List<Integer> quantiles = new ArrayList<>();
    for (int tenth = 0; tenth <= TENTHS; tenth++) {
      int at = (int) ((long) (sorted.size() - 1) * (TENTHS - tenth) / TENTHS);
      quantiles.add((int) Math.min(Integer.MAX_VALUE, sorted.get(at).images()));
    }
    return quantiles;
  }

  /** Returns some classes of all sizes, the largest first. */
  List<String> some() {
    int count = Math.min(PICTURED, sorted.size());
    List<String> some = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int at = count == 1 ? 0 : (int) ((long) i * (sorted.size() - 1) / (count - 1));
      some.add(sorted.get(at).name());
    }
    return some;
  }
}
