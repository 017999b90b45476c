/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The table of vectors, read into memory from the Parquet files of a directory. The order of files,
 * rows and columns does not matter: each row has its place (column {@code row}), and columns are
 * found by name.
 */
final class VectorTable {

  static final String ROW = "row";
  static final String ID = "id";
  static final String CLASS_NAME = "class_name";
  static final String SPLIT = "split";
  static final String VECTOR = "vector";

  private final Path directory;
  private final int dim;
  private final String[] ids;
  private final String[] classNames;
  private final String[] splits;
  private final float[] values;
  private final BitSet read = new BitSet();

  /** Class names and splits are few: one copy of each is kept. */
  private final Map<String, String> names = new HashMap<>();

  private VectorTable(Path directory, int count, int dim) {
    this.directory = directory;
    this.dim = dim;
    this.ids = new String[count];
    this.classNames = new String[count];
    this.splits = new String[count];
    this.values = new float[count * dim];
  }

  /**
   * Reads a table.
   *
   * @param counts of the manifest: items and dim
   * @throws ArtifactException if the table does not match the counts
   */
  static StoredVectors read(Path directory, Configuration hadoop, Map<String, Long> counts)
      throws IOException {
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
    VectorTable table = new VectorTable(directory, (int) count, (int) dim);
    for (FileStatus file : directory.getFileSystem(hadoop).listStatus(directory)) {
      // As in Spark and MapReduce: files with such names hold no rows.
      if (!file.getPath().getName().startsWith("_") && !file.getPath().getName().startsWith(".")) {
        table.add(file, hadoop);
      }
    }
    return table.finish();
  }

  private void add(FileStatus file, Configuration hadoop) throws IOException {
    try (ParquetColumns columns =
        ParquetColumns.open(file, hadoop, ROW, ID, CLASS_NAME, SPLIT, VECTOR)) {
      while (columns.next()) {
        int[] rows = columns.ints(ROW);
        Arrays.stream(rows).forEach(this::take);
        columns.strings(ID, (i, value) -> ids[rows[i]] = value);
        columns.strings(CLASS_NAME, (i, value) -> classNames[rows[i]] = name(value));
        columns.strings(SPLIT, (i, value) -> splits[rows[i]] = name(value));
        columns.floats(VECTOR, dim, (i, at, value) -> values[rows[i] * dim + at] = value);
      }
    }
  }

  private void take(int row) {
    if (row < 0 || row >= ids.length || read.get(row)) {
      throw new ArtifactException(
          directory
              + " has a row "
              + row
              + " that is "
              + (row >= 0 && row < ids.length ? "there twice" : "not below " + ids.length)
              + "; make the artifact again");
    }
    read.set(row);
  }

  private String name(String value) {
    return names.computeIfAbsent(value, same -> same);
  }

  private StoredVectors finish() {
    if (read.cardinality() < ids.length) {
      throw new ArtifactException(
          directory
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
