/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.vectors;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.ParquetColumns;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Items with their vectors, read into memory from Parquet files. Up to format 1, the files hold the
 * vectors too. The order of files, rows and columns does not matter: each row has its place (column
 * {@code row}), and columns are found by name.
 */
final class VectorTable {

  /** Name of the table's directory in format 1. */
  static final String DIRECTORY = "vectors";

  static final String ROW = "row";
  static final String ID = "id";
  static final String CLASS_NAME = "class_name";
  static final String SPLIT = "split";
  static final String VECTOR = "vector";

  private final Path place;
  private final int dim;
  private final int first;
  private final boolean filled;
  private final String[] ids;
  private final String[] classNames;
  private final String[] splits;
  private final float[] values;
  private final BitSet read = new BitSet();

  /** Class names and splits are few: one copy of each is kept. */
  private final Map<String, String> names = new HashMap<>();

  private VectorTable(Path place, int dim, int first, float[] values, boolean filled) {
    int count = values.length / dim;
    this.place = place;
    this.dim = dim;
    this.first = first;
    this.filled = filled;
    this.ids = new String[count];
    this.classNames = new String[count];
    this.splits = new String[count];
    this.values = values;
  }

  /**
   * Begins a table whose vectors are known.
   *
   * @param place of the items, for messages
   * @param first row
   */
  static VectorTable of(Path place, Vectors vectors, int first) {
    return new VectorTable(place, vectors.dim(), first, vectors.values(), true);
  }

  /**
   * Reads a table of format 1.
   *
   * @param counts of the manifest: items and dim
   * @throws ArtifactException if the table does not match the counts
   */
  static StoredVectors read(Path directory, Configuration hadoop, Map<String, Long> counts)
      throws IOException {
    requireFitting(directory, counts);
    int count = Math.toIntExact(counts.getOrDefault("items", 0L));
    int dim = Math.toIntExact(counts.getOrDefault("dim", 1L));
    VectorTable table = new VectorTable(directory, dim, 0, new float[count * dim], false);
    table.addAll(directory, hadoop);
    return table.finish();
  }

  /**
   * Refuses what does not fit in one array.
   *
   * @throws ArtifactException if the counts of a manifest say so
   */
  static void requireFitting(Path directory, Map<String, Long> counts) {
    long count = counts.getOrDefault("items", 0L);
    long dim = counts.getOrDefault("dim", 1L);
    if (count * dim > Integer.MAX_VALUE - 8) {
      throw new ArtifactException(
          directory
              + " holds "
              + count
              + " vectors of "
              + dim
              + ", and this program reads up to 2^31 floats; index a part of the corpus, or train"
              + " with a smaller embedding.dim");
    }
  }

  /** Adds the items of all files of a directory. */
  void addAll(Path directory, Configuration hadoop) throws IOException {
    for (FileStatus file : directory.getFileSystem(hadoop).listStatus(directory)) {
      // As in Spark and MapReduce: files with such names hold no rows.
      if (!file.getPath().getName().startsWith("_") && !file.getPath().getName().startsWith(".")) {
        add(file, hadoop);
      }
    }
  }

  /** Adds the items of a file. */
  void add(FileStatus file, Configuration hadoop) throws IOException {
    String[] names =
        filled
            ? new String[] {ROW, ID, CLASS_NAME, SPLIT}
            : new String[] {ROW, ID, CLASS_NAME, SPLIT, VECTOR};
    try (ParquetColumns columns = ParquetColumns.open(file, hadoop, names)) {
      while (columns.next()) {
        int[] rows = Arrays.stream(columns.ints(ROW)).map(this::taken).toArray();
        columns.strings(ID, (i, value) -> ids[rows[i]] = value);
        columns.strings(CLASS_NAME, (i, value) -> classNames[rows[i]] = name(value));
        columns.strings(SPLIT, (i, value) -> splits[rows[i]] = name(value));
        if (!filled) {
          columns.floats(VECTOR, dim, (i, at, value) -> values[rows[i] * dim + at] = value);
        }
      }
    }
  }

  /** Returns the place of a row. */
  private int taken(int row) {
    int at = row - first;
    if (at < 0 || at >= ids.length || read.get(at)) {
      throw new ArtifactException(
          place
              + " has a row "
              + row
              + " that is "
              + (at >= 0 && at < ids.length ? "there twice" : "not below " + (first + ids.length))
              + "; make the artifact again");
    }
    read.set(at);
    return at;
  }

  private String name(String value) {
    return names.computeIfAbsent(value, same -> same);
  }

  /** Returns the items with their vectors. */
  StoredVectors finish() {
    if (read.cardinality() < ids.length) {
      throw new ArtifactException(
          place
              + " has "
              + read.cardinality()
              + " rows, and its manifest says "
              + ids.length
              + "; make the artifact again");
    }
    return new StoredVectors(
        Arrays.asList(ids),
        Arrays.asList(classNames),
        Arrays.asList(splits),
        new Vectors(dim, values));
  }
}
