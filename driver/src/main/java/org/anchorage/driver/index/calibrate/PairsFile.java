/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.csv.CsvException;
import org.anchorage.driver.csv.CsvHead;
import org.anchorage.driver.csv.CsvReader;
import org.anchorage.driver.index.Index;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Pairs of ids with labels: a list in CSV, {@code id_a,id_b,same}, with {@code 1}, {@code 0},
 * {@code true} or {@code false} in the third column. A first line with these names is a header.
 */
final class PairsFile {

  private static final Set<String> SAID = Set.of("1", "true", "0", "false");

  private final Path file;
  private final Index index;
  private final DoubleStream.Builder same = DoubleStream.builder();
  private final DoubleStream.Builder different = DoubleStream.builder();
  private final Set<String> unknown = new LinkedHashSet<>();
  private long leftOut;

  private PairsFile(Path file, Index index) {
    this.file = file;
    this.index = index;
  }

  /**
   * What a file says of an index.
   *
   * @param distances of the pairs
   * @param leftOut pairs of which an id is not in the index
   * @param unknown these ids, in the file's order
   * @param notes what was found out about the file
   */
  record Read(LabelledDistances distances, long leftOut, Set<String> unknown, List<String> notes) {}

  /**
   * Reads a file. Takes 16 bytes a pair.
   *
   * @throws IOException if it cannot be read
   * @throws CsvException if it cannot be read as it is meant
   * @throws IllegalArgumentException if a line is wrong
   */
  static Read read(Path file, Configuration hadoop, Index index) throws IOException {
    PairsFile pairs = new PairsFile(file, index);
    try {
      char separator = CsvHead.read(file, hadoop).separator(PairsFile::fit);
      try (CsvReader reader = CsvReader.open(file, hadoop, separator)) {
        pairs.read(reader);
        return new Read(
            LabelledDistances.of(pairs.same.build().toArray(), pairs.different.build().toArray()),
            pairs.leftOut,
            pairs.unknown,
            reader.notes());
      }
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Cannot read the pairs in %s: %s; give --pairs-file a CSV file in UTF-8",
              file,
              Failure.reason(e)),
          e);
    }
  }

  /** Returns how many rows are those of pairs. */
  private static int fit(List<String[]> rows) {
    return (int)
        rows.stream()
            .filter(row -> row.length == 3 && (isHeader(row) || SAID.contains(said(row))))
            .count();
  }

  private void read(CsvReader reader) throws IOException {
    boolean first = true;
    for (String[] row = reader.next(); row != null; row = reader.next()) {
      if (!first || !isHeader(row)) {
        add(row, reader.line());
      }
      first = false;
    }
  }

  private static String said(String[] row) {
    return row[2].toLowerCase(Locale.ROOT);
  }

  private static boolean isHeader(String[] row) {
    return row.length == 3
        && row[0].equals("id_a")
        && row[1].equals("id_b")
        && row[2].equals("same");
  }

  private void add(String[] row, long line) {
    if (row.length != 3) {
      throw wrong(line, "has " + row.length + " columns, and id_a, id_b and same are expected");
    }
    boolean isSame =
        switch (said(row)) {
          case "1", "true" -> true;
          case "0", "false" -> false;
          default -> throw wrong(line, "says '" + row[2] + "' for same; write 1, 0, true or false");
        };
    if (row[0].equals(row[1])) {
      throw wrong(line, "pairs '" + row[0] + "' with itself; leave it out");
    }
    Optional<float[]> one = vector(row[0]);
    Optional<float[]> other = vector(row[1]);
    if (one.isEmpty() || other.isEmpty()) {
      leftOut++;
    } else {
      int dim = one.get().length;
      (isSame ? same : different)
          .accept(DrawnPairs.distance(new Vectors(dim, one.get()), new Vectors(dim, other.get())));
    }
  }

  private Optional<float[]> vector(String id) {
    Optional<float[]> vector = index.vector(id);
    if (vector.isEmpty()) {
      unknown.add(id);
    }
    return vector;
  }

  private IllegalArgumentException wrong(long line, String what) {
    return new IllegalArgumentException("Line " + line + " of " + file + " " + what);
  }
}
