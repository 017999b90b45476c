/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.calibrate;

import com.univocity.parsers.common.TextParsingException;
import com.univocity.parsers.csv.CsvParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.imports.CsvLists;
import org.anchorage.driver.index.Index;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Pairs of ids with labels: {@code id_a,id_b,same} in UTF-8, with {@code 1}, {@code 0}, {@code
 * true} or {@code false} in the third column. A first line with these names is a header.
 */
final class PairsFile {

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
   */
  record Read(LabelledDistances distances, long leftOut, Set<String> unknown) {}

  /**
   * Reads a file. Takes 16 bytes a pair.
   *
   * @throws IOException if it cannot be read
   * @throws IllegalArgumentException if a line is wrong
   */
  static Read read(Path file, Configuration hadoop, Index index) throws IOException {
    PairsFile pairs = new PairsFile(file, index);
    try (Reader in =
        new InputStreamReader(
            file.getFileSystem(hadoop).open(file), StandardCharsets.UTF_8.newDecoder())) {
      pairs.read(in);
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "Cannot read the pairs in %s: %s; give --pairs-file a CSV file in UTF-8",
              file,
              reason(e)),
          e);
    }
    return new Read(
        LabelledDistances.of(pairs.same.build().toArray(), pairs.different.build().toArray()),
        pairs.leftOut,
        pairs.unknown);
  }

  private static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof CharacterCodingException) {
        return "its text is not UTF-8";
      }
    }
    return Failure.reason(failure);
  }

  private void read(Reader in) throws IOException {
    CsvParser parser = new CsvParser(CsvLists.settings());
    try {
      parser.beginParsing(in);
      boolean first = true;
      for (String[] row = parser.parseNext(); row != null; row = parser.parseNext()) {
        if (!first || !isHeader(row)) {
          add(row, parser.getContext().currentLine());
        }
        first = false;
      }
    } catch (TextParsingException e) {
      throw new IOException(e);
    }
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
        switch (row[2].toLowerCase(Locale.ROOT)) {
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
