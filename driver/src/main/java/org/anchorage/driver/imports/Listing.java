/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;

/**
 * The listing of a source. Its entries stay on executors, in memory or on their disks; the driver
 * has the summary. Closing frees them.
 */
final class Listing implements AutoCloseable {

  private static final int MOST_NOTES = 5;

  private final JavaRDD<Entry> found;
  private final JavaRDD<Ordered> entries;
  private final Summary summary;
  private final TreeSet<String> layoutNotes = new TreeSet<>();

  /**
   * Lists a source.
   *
   * @param copies a directory for bytes that no task can find in the source by position
   */
  Listing(SparkSession spark, Source source, Path copies) throws IOException {
    this.found = source.entries(spark, copies).persist(StorageLevel.MEMORY_AND_DISK());
    Map<Integer, FolderLayout> layouts = layouts(source.rules());
    this.entries = found.mapPartitionsWithIndex((p, some) -> ordered(p, some, layouts), true);
    this.summary = Jobs.run(() -> entries.mapPartitions(Listing::summed).reduce(Summary::plus));
  }

  /** Returns the layout of each group of paths. They follow from all paths together. */
  private Map<Integer, FolderLayout> layouts(List<FolderRule> rules) {
    Map<Integer, FolderLayout> layouts = new HashMap<>();
    if (!rules.isEmpty()) {
      Map<Integer, FolderFacts> facts =
          Jobs.run(() -> found.mapPartitions(some -> facts(some, rules)).reduce(Listing::merged));
      facts.forEach(
          (group, of) -> {
            layouts.put(group, of.layout(rules.get(group)));
            layoutNotes.add(of.said(rules.get(group)));
          });
      layoutNotes.remove("");
      while (layoutNotes.size() > MOST_NOTES) {
        layoutNotes.pollLast();
      }
      for (int group = 0; group < rules.size(); group++) {
        layouts.putIfAbsent(group, new FolderFacts().layout(rules.get(group)));
      }
    }
    return layouts;
  }

  private static Iterator<Map<Integer, FolderFacts>> facts(
      Iterator<Entry> entries, List<FolderRule> rules) {
    Map<Integer, FolderFacts> facts = new TreeMap<>();
    while (entries.hasNext()) {
      if (entries.next() instanceof Found file) {
        ImagePath path = ImagePath.of(file.path(), rules.get(file.group()).names());
        if (!path.leadsOut() && path.isImage()) {
          facts.computeIfAbsent(file.group(), group -> new FolderFacts()).add(path);
        }
      }
    }
    return List.of(facts).iterator();
  }

  private static Map<Integer, FolderFacts> merged(
      Map<Integer, FolderFacts> one, Map<Integer, FolderFacts> other) {
    other.forEach((group, facts) -> one.computeIfAbsent(group, g -> new FolderFacts()).add(facts));
    return one;
  }

  private static Iterator<Ordered> ordered(
      int partition, Iterator<Entry> entries, Map<Integer, FolderLayout> layouts) {
    return new Iterator<>() {
      private long order = (long) partition << Integer.SIZE;

      @Override
      public boolean hasNext() {
        return entries.hasNext();
      }

      @Override
      public Ordered next() {
        Entry entry = entries.next();
        if (entry instanceof Found file) {
          entry = layouts.getOrDefault(file.group(), FolderLayout.PLAIN).entry(file);
        }
        return new Ordered(order++, entry);
      }
    };
  }

  private static Iterator<Summary> summed(Iterator<Ordered> entries) {
    Summary summary = new Summary();
    while (entries.hasNext()) {
      summary.add(entries.next());
    }
    List<Summary> one = new ArrayList<>();
    one.add(summary);
    return one.iterator();
  }

  Summary summary() {
    return summary;
  }

  /** Returns what the paths of the first groups decide together, in words. */
  Set<String> layoutNotes() {
    return layoutNotes;
  }

  /** Returns the entries with their places in the listing; none is a {@link Found}. */
  JavaRDD<Ordered> entries() {
    return entries;
  }

  @Override
  public void close() {
    found.unpersist();
  }
}
