/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.anchorage.driver.imports.ImageFiles;
import org.anchorage.driver.table.TableFiles;
import org.anchorage.driver.table.TableRow;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a table: {@code vector} (a list of floats), or else {@code image} (bytes, or a path
 * or URI), or else {@code id}, an item of the index. Beside a vector or an image, {@code id} is the
 * query's name.
 */
final class TableQueries implements QuerySource {

  private static final String ID = "id";
  private static final String VECTOR = "vector";

  /** Names of the column of images, as lists and tables have it. */
  private static final List<String> IMAGES = List.of("image", "path", "file", "filename");

  private final Path place;
  private final TableFiles rows;
  private final ImageFiles images;
  private final List<String> further;

  private TableQueries(Path place, TableFiles rows, Configuration hadoop) {
    this.place = place;
    this.rows = rows;
    this.images = new ImageFiles(hadoop);
    List<String> known = known();
    this.further = rows.columns().stream().filter(name -> !known.contains(name)).toList();
    if (further.size() == rows.columns().size()) {
      throw new IllegalArgumentException(
          "The table of queries at "
              + place
              + " has the columns "
              + String.join(", ", rows.columns())
              + "; it needs image (or path), id, or vector");
    }
  }

  private static List<String> known() {
    List<String> known = new ArrayList<>(IMAGES);
    known.add(ID);
    known.add(VECTOR);
    return known;
  }

  static TableQueries open(Path place, Configuration hadoop) throws IOException {
    TableFiles rows = TableFiles.open(place, hadoop);
    try {
      return new TableQueries(place, rows, hadoop);
    } catch (RuntimeException e) {
      rows.close();
      throw e;
    }
  }

  @Override
  public List<String> further() {
    return further;
  }

  @Override
  public List<String> notes() {
    return rows.notes();
  }

  @Override
  public @Nullable BatchQuery next() throws IOException {
    TableRow row = rows.next();
    if (row == null) {
      return null;
    }
    Map<String, String> facts = new LinkedHashMap<>(row.texts());
    facts.keySet().retainAll(further);
    Optional<String> id = row.text(List.of(ID));
    Optional<String> path = row.text(IMAGES);
    String name = id.or(() -> path).orElse(row.place());
    return new BatchQuery(name, by(row, id, path), facts);
  }

  private BatchQuery.By by(TableRow row, Optional<String> id, Optional<String> path) {
    float @Nullable [] vector = row.floats().get(VECTOR);
    if (vector != null) {
      return new BatchQuery.Vector(vector);
    }
    for (String column : IMAGES) {
      byte @Nullable [] bytes = row.bytes().get(column);
      if (bytes != null) {
        return new BatchQuery.Image(without -> Optional.of(bytes));
      }
    }
    if (path.isPresent()) {
      String file = ImageFiles.resolved(place, path.get());
      return new BatchQuery.Image(without -> images.read(file, without));
    }
    return id.<BatchQuery.By>map(BatchQuery.Item::new).orElseGet(BatchQuery.Nothing::new);
  }

  @Override
  public void close() throws IOException {
    images.close();
    rows.close();
  }
}
