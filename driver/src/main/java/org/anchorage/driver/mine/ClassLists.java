/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.ParquetColumns;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;

/**
 * The lists of confusable classes as they are read from a table, column by column and without
 * Spark: 16 bytes a pair of classes. Read once. Not thread-safe.
 */
final class ClassLists {

  static final String CLASS = "class_name";
  static final String RANK = "rank";
  static final String CONFUSABLE = "confusable";
  static final String SIMILARITY = "similarity";

  private final Catalogue catalogue;
  private final Path table;
  private final Map<String, Integer> labelOf = new HashMap<>();
  private int[] labels = {};
  private int[] ranks = {};
  private int[] others = {};
  private float[] similarities = {};

  /**
   * Prepares to read.
   *
   * @param table for messages
   */
  ClassLists(Catalogue catalogue, Path table) {
    this.catalogue = catalogue;
    this.table = table;
    for (int label = 0; label < catalogue.classCount(); label++) {
      labelOf.put(catalogue.className(label), label);
    }
  }

  /**
   * Reads the files of a directory, whatever the order of their rows.
   *
   * @return the classes, without hard negatives
   * @throws ArtifactException if a file cannot be read, or names a class that is not in the corpus
   */
  MinedTable read(Path directory, Configuration hadoop) {
    try {
      for (FileStatus file :
          directory
              .getFileSystem(hadoop)
              .listStatus(directory, path -> path.getName().endsWith(".parquet"))) {
        add(file, hadoop);
      }
    } catch (IOException | ParquetRuntimeException e) {
      throw new ArtifactException(
          "Cannot read the confusable classes in "
              + directory
              + ": "
              + e.getMessage()
              + "; restore the table or mine again",
          e);
    }
    return lists();
  }

  private void add(FileStatus file, Configuration hadoop) throws IOException {
    try (ParquetColumns columns =
        ParquetColumns.open(file, hadoop, CLASS, RANK, CONFUSABLE, SIMILARITY)) {
      while (columns.next()) {
        int[] more = columns.ints(RANK);
        int before = labels.length;
        int count = Math.addExact(before, more.length);
        ranks = Arrays.copyOf(ranks, count);
        System.arraycopy(more, 0, ranks, before, more.length);
        similarities = Arrays.copyOf(similarities, count);
        System.arraycopy(columns.floats(SIMILARITY), 0, similarities, before, more.length);
        int[] of = Arrays.copyOf(labels, count);
        columns.strings(CLASS, (row, name) -> of[before + row] = label(name));
        int[] confused = Arrays.copyOf(others, count);
        columns.strings(CONFUSABLE, (row, name) -> confused[before + row] = label(name));
        labels = of;
        others = confused;
      }
    }
  }

  private int label(String name) {
    Integer label = labelOf.get(name);
    if (label == null) {
      throw MinedStore.unknown(name, table);
    }
    return label;
  }

  private MinedTable lists() {
    int[][] confusable = MinedTable.noClasses(catalogue);
    float[][] near = MinedTable.noSimilarities(catalogue);
    int[] order = Links.order(labels, ranks);
    for (int from = 0; from < order.length; ) {
      int label = labels[order[from]];
      int to = from;
      while (to < order.length && labels[order[to]] == label) {
        to++;
      }
      confusable[label] = new int[to - from];
      near[label] = new float[to - from];
      for (int i = from; i < to; i++) {
        confusable[label][i - from] = others[order[i]];
        near[label][i - from] = similarities[order[i]];
      }
      from = to;
    }
    return new MinedTable(confusable, near, HardNegatives.none());
  }
}
