/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.ml;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.anchorage.worker.image.BadImageException;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a partition with their vectors. Images are embedded in passes, so that no more than a
 * pass of them is held. Not thread-safe.
 */
final class EmbeddedRows implements Iterator<Row> {

  /** As in {@code embed}: vectors of some networks depend on it in the last bit. */
  private static final int ROWS_A_PASS = 128;

  private final Iterator<Row> rows;
  private final int column;
  private final Invalid invalid;
  private final LentNetwork network;
  private final ImageColumn images;
  private final float[] pass;
  private final Deque<Row> ready = new ArrayDeque<>();

  EmbeddedRows(
      Iterator<Row> rows, int column, Invalid invalid, LentNetwork network, ImageColumn images) {
    this.rows = rows;
    this.column = column;
    this.invalid = invalid;
    this.network = network;
    this.images = images;
    this.pass = new float[ROWS_A_PASS * images.floats()];
  }

  @Override
  public boolean hasNext() {
    while (ready.isEmpty() && rows.hasNext()) {
      embed();
    }
    return !ready.isEmpty();
  }

  @Override
  public Row next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    return ready.remove();
  }

  /** A row, and where its image lies in the pass; -1 if it has none. */
  private record Taken(Row row, int place) {}

  private void embed() {
    List<Taken> taken = new ArrayList<>();
    int count = 0;
    while (count < ROWS_A_PASS && taken.size() < ROWS_A_PASS && rows.hasNext()) {
      Row row = rows.next();
      if (read(row, count)) {
        taken.add(new Taken(row, count++));
      } else if (invalid == Invalid.KEEP) {
        taken.add(new Taken(row, -1));
      }
    }
    float[] whole = Arrays.copyOf(pass, count * images.floats());
    float[] vectors = count == 0 ? whole : network.embed(whole, count);
    for (Taken one : taken) {
      ready.add(withVector(one, vectors, count));
    }
  }

  private boolean read(Row row, int place) {
    try {
      images.read(row.get(column), pass, place * images.floats());
      return true;
    } catch (BadImageException | IOException e) {
      if (invalid == Invalid.ERROR) {
        throw new IllegalArgumentException(
            "The image of a row cannot be read ("
                + e.getMessage()
                + "); set handleInvalid to skip or keep to go on without it. The row: "
                + shown(row),
            e);
      }
      return false;
    }
  }

  /** Returns a row for a message, without the content of files. */
  private static String shown(Row row) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < row.size(); i++) {
      Object value = row.get(i);
      values.add(value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value));
    }
    return values.toString();
  }

  private static Row withVector(Taken taken, float[] vectors, int count) {
    Row row = taken.row();
    Object[] values = new Object[row.size() + 1];
    for (int i = 0; i < row.size(); i++) {
      values[i] = row.get(i);
    }
    values[row.size()] = taken.place() < 0 ? null : vector(vectors, taken.place(), count);
    return RowFactory.create(values);
  }

  private static @Nullable Object vector(float[] vectors, int place, int count) {
    int dim = vectors.length / count;
    double[] values = new double[dim];
    for (int i = 0; i < dim; i++) {
      values[i] = vectors[place * dim + i];
    }
    return Vectors.dense(values);
  }
}
