/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.export;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.anchorage.driver.artifact.Replacement;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.vectors.VectorPieces;
import org.anchorage.driver.progress.Progress;
import org.anchorage.driver.table.Column;
import org.anchorage.driver.table.NpyHeader;
import org.anchorage.driver.table.TableFormat;
import org.anchorage.driver.table.TableWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Writes vectors as one file that other programs read. It is written under a temporary name and
 * renamed. Holds one piece of the vectors, and with Parquet a group of rows (128 MB).
 *
 * @param target file
 * @param format of the file
 * @param hadoop for files
 */
public record VectorExport(Path target, VectorFormat format, Configuration hadoop) {

  private static final List<Column> FACTS =
      List.of(
          Column.text("id"),
          Column.text("class"),
          Column.text("split"),
          Column.text(IndexedItem.TEXT),
          new Column("attributes", Column.Kind.TEXTS),
          new Column("vector", Column.Kind.FLOATS));

  private static final List<Column> NUMBERS =
      List.of(Column.text("id"), Column.text("class"), new Column("vector", Column.Kind.FLOATS));

  /** Returns where ids are listed, a line a row, if the format holds none. */
  public Path ids() {
    return target.suffix(".ids.txt");
  }

  /**
   * Writes the file.
   *
   * @param progress shows how many vectors are written
   * @throws IOException if it cannot be written
   * @throws IllegalArgumentException if an id has two lines, and ids are listed
   */
  public void write(VectorPieces vectors, Progress.Factory progress) throws IOException {
    FileSystem files = target.getFileSystem(hadoop);
    try (Progress shown = progress.start("export", vectors.count(), "vectors")) {
      Replacement.write(
          files,
          temporary(target),
          target,
          hadoop,
          out -> {
            switch (format) {
              case PARQUET -> table(vectors, TableFormat.PARQUET.writer(out, FACTS, hadoop), shown);
              case CSV -> table(vectors, TableFormat.CSV.writer(out, NUMBERS, hadoop), shown);
              case NPY ->
                  matrix(
                      vectors, new NpyHeader(vectors.count(), vectors.dim()).bytes(), out, shown);
              case FAISS ->
                  matrix(
                      vectors, new FaissHeader(vectors.count(), vectors.dim()).bytes(), out, shown);
            }
          });
    }
  }

  private static Path temporary(Path file) {
    return new Path(file.getParent(), "." + file.getName() + ".temporary-" + UUID.randomUUID());
  }

  private void table(VectorPieces vectors, TableWriter to, Progress shown) throws IOException {
    long done = 0;
    try (to) {
      for (int number = 0; number < vectors.pieces(); number++) {
        VectorPieces.Piece piece = vectors.piece(number);
        for (int i = 0; i < piece.items().size(); i++) {
          IndexedItem item = piece.items().get(i);
          float[] vector = piece.vectors().row(i);
          if (format == VectorFormat.CSV) {
            to.write(item.id(), item.className(), vector);
          } else {
            to.write(
                item.id(), item.className(), item.split(), item.text(), item.attributes(), vector);
          }
        }
        done += piece.items().size();
        shown.step(done);
      }
    }
  }

  /** The ids are there before the matrix is. */
  private void matrix(VectorPieces vectors, byte[] header, OutputStream out, Progress shown)
      throws IOException {
    Replacement.write(
        target.getFileSystem(hadoop),
        temporary(ids()),
        ids(),
        hadoop,
        list -> {
          out.write(header);
          long done = 0;
          for (int number = 0; number < vectors.pieces(); number++) {
            VectorPieces.Piece piece = vectors.piece(number);
            out.write(bytes(piece.vectors().values()));
            for (IndexedItem item : piece.items()) {
              list.write(line(item.id()));
            }
            done += piece.items().size();
            shown.step(done);
          }
        });
  }

  private static byte[] bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static byte[] line(String id) {
    if (id.indexOf('\n') >= 0 || id.indexOf('\r') >= 0) {
      throw new IllegalArgumentException(
          "The id '" + id + "' has two lines, and ids are listed one a line; export as parquet");
    }
    return (id + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
