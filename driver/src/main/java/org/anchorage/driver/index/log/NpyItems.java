/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.anchorage.driver.count.Count;
import org.anchorage.driver.csv.Utf8Input;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.table.NpyHeader;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Items out of the rows of a NumPy array. They have an id from a text file, and nothing else. A row
 * with the id of another is left out.
 */
final class NpyItems implements Addition.Maker, AutoCloseable {

  private static final int TOGETHER = 1024;

  private final Path array;
  private final DataInputStream floats;
  private final BufferedReader ids;
  private final NpyHeader header;
  private final Consumer<Bad> bad;
  private final GivenIds given = new GivenIds("line");
  private long done;

  /**
   * Opens an array.
   *
   * @param bad takes each id that is listed twice
   */
  NpyItems(Path array, Path idList, IndexWriter writer, Consumer<Bad> bad) throws IOException {
    this.array = array;
    this.bad = bad;
    Configuration hadoop = writer.hadoop();
    this.floats =
        new DataInputStream(
            new BufferedInputStream(array.getFileSystem(hadoop).open(array), 1 << 16));
    try {
      this.header = NpyHeader.read(floats, array.toString());
      require(writer, lines(idList, hadoop), idList);
      this.ids = reader(idList, hadoop);
    } catch (IOException | RuntimeException e) {
      floats.close();
      throw e;
    }
  }

  private void require(IndexWriter writer, long listed, Path idList) {
    int dim = writer.info().dim();
    if (header.dim() != dim) {
      throw new IllegalArgumentException(
          "The rows of "
              + array
              + " have "
              + header.dim()
              + " floats, and the vectors of the index have "
              + dim
              + "; embed them with the index's own network");
    }
    if (listed != header.rows()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%s has %s, and %s has %s; give a line for each row",
              array,
              Count.of(header.rows(), "row"),
              idList,
              Count.of(listed, "id")));
    }
  }

  private static long lines(Path file, Configuration hadoop) throws IOException {
    try (BufferedReader reader = reader(file, hadoop)) {
      return reader.lines().count();
    } catch (FileNotFoundException e) {
      throw new FileNotFoundException(
          "There are no ids at " + file + "; name the file of a line an id with --ids");
    }
  }

  private static BufferedReader reader(Path file, Configuration hadoop) throws IOException {
    return new BufferedReader(
        new InputStreamReader(
            new Utf8Input(file.getFileSystem(hadoop).open(file), file.toString()),
            StandardCharsets.UTF_8));
  }

  @Override
  public Optional<List<NewItem>> next() throws IOException {
    int count = (int) Math.min(TOGETHER, header.rows() - done);
    if (count == 0) {
      return Optional.empty();
    }
    List<NewItem> items = new ArrayList<>();
    byte[] row = new byte[header.dim() * Float.BYTES];
    for (int i = 0; i < count; i++) {
      try {
        floats.readFully(row);
      } catch (EOFException e) {
        throw new EOFException(array + " ends within its row " + (done + i) + "; write it again");
      }
      float[] vector = new float[header.dim()];
      ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
      String line = ids.readLine();
      String id = line == null ? "" : line;
      if (given.isNew(id, done + i + 1, bad)) {
        items.add(new NewItem(new IndexedItem(id, "", ""), vector, null));
      }
    }
    done += count;
    return Optional.of(items);
  }

  @Override
  public void close() throws IOException {
    floats.close();
    ids.close();
  }
}
