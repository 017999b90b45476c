/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.ImageFiles;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.table.TableFiles;
import org.anchorage.driver.table.TableRow;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Items out of the rows of a table. With a column {@code vector} each row has its vector; without
 * one, {@code image} (bytes, or a path or URI) is embedded. {@code id}, {@code class} (or {@code
 * class_name} or {@code label}), {@code split} and {@code text} describe an item, and all other
 * columns are its attributes, and so are the entries of maps. An image without an id has the first
 * digits of its SHA-256, as in an import. A row with the id of another is left out.
 */
final class TableItems implements Addition.Maker, AutoCloseable {

  private static final String VECTOR = "vector";
  private static final List<String> ID = List.of("id");
  private static final List<String> IMAGE = List.of("image", "path", "file", "filename");
  private static final List<String> CLASS = List.of("class", "class_name", "label");
  private static final List<String> SPLIT = List.of("split");
  private static final List<String> TEXT = List.of(IndexedItem.TEXT);
  private static final int ID_DIGITS = 32;

  private final Path place;
  private final TableFiles rows;
  private final ImageFiles files;
  private final Consumer<Bad> bad;
  private final @Nullable ImageBatch embedding;
  private final GivenIds given = new GivenIds("row");
  private long read;

  /** A row, and its number among those of all files, from 1. */
  private record Row(long number, TableRow cells) {}

  /** An image of a row. */
  private record RowImage(IndexedItem item, byte @Nullable [] bytes, String file, ImageFiles files)
      implements ImageBatch.Unread {

    @Override
    public Optional<byte[]> read(Consumer<Bad> without) {
      return bytes != null
          ? Optional.of(bytes)
          : files.read(file, found -> without.accept(found.withId(item.id())));
    }
  }

  /**
   * Opens a table.
   *
   * @param bad takes each row that is left out
   * @throws IllegalArgumentException if it has neither vectors nor images
   */
  TableItems(Path place, IndexWriter writer, Consumer<Bad> bad) throws IOException {
    this.place = place.getFileSystem(writer.hadoop()).makeQualified(place);
    this.rows = TableFiles.open(this.place, writer.hadoop());
    this.files = new ImageFiles(writer.hadoop());
    this.bad = bad;
    List<String> columns = rows.columns();
    boolean vectors = columns.contains(VECTOR);
    if (!vectors && IMAGE.stream().noneMatch(columns::contains)) {
      rows.close();
      throw new IllegalArgumentException(
          "The table at "
              + place
              + " has the columns "
              + String.join(", ", columns)
              + "; it needs vector (a list of floats), or image (bytes, or a path)");
    }
    this.embedding = vectors ? null : writer.embedding();
  }

  @Override
  public Optional<List<NewItem>> next() throws IOException {
    List<Row> some = new ArrayList<>();
    while (some.size() < ImageBatch.TOGETHER) {
      TableRow row = rows.next();
      if (row == null) {
        break;
      }
      some.add(new Row(++read, row));
    }
    if (some.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(embedding == null ? vectors(some) : images(some, embedding));
  }

  private List<NewItem> vectors(List<Row> some) {
    List<NewItem> items = new ArrayList<>();
    for (Row numbered : some) {
      TableRow row = numbered.cells();
      float @Nullable [] vector = row.floats().get(VECTOR);
      String id = row.text(ID).orElse("");
      if (vector == null || id.isEmpty()) {
        String missing = id.isEmpty() ? "The row has no id" : "The row has no vector";
        bad.accept(new Bad(id.isEmpty() ? row.place() : id, Bad.Reason.EMPTY, missing));
      } else if (given.isNew(id, numbered.number(), bad)) {
        items.add(new NewItem(item(id, row), vector, null));
      }
    }
    return items;
  }

  private List<NewItem> images(List<Row> some, ImageBatch embed) {
    List<RowImage> images = new ArrayList<>();
    for (Row numbered : some) {
      TableRow row = numbered.cells();
      byte @Nullable [] bytes = bytes(row);
      String path = row.text(IMAGE).orElse("");
      if (bytes == null && path.isEmpty()) {
        bad.accept(
            new Bad(row.text(ID).orElse(row.place()), Bad.Reason.EMPTY, "The row has no image"));
      } else {
        String id = row.text(ID).orElseGet(() -> bytes == null ? path : digits(bytes));
        if (given.isNew(id, numbered.number(), bad)) {
          images.add(new RowImage(item(id, row), bytes, ImageFiles.resolved(place, path), files));
        }
      }
    }
    return embed.items(images, bad);
  }

  private static byte @Nullable [] bytes(TableRow row) {
    for (String column : IMAGE) {
      byte @Nullable [] bytes = row.bytes().get(column);
      if (bytes != null) {
        return bytes;
      }
    }
    return null;
  }

  private static String digits(byte[] bytes) {
    var digest = Sha256.digest();
    digest.update(bytes);
    return Sha256.written(digest).substring(0, ID_DIGITS);
  }

  private static IndexedItem item(String id, TableRow row) {
    TreeMap<String, String> attributes = new TreeMap<>(row.texts());
    for (List<String> names : List.of(ID, IMAGE, CLASS, SPLIT, TEXT)) {
      attributes.keySet().removeAll(Set.copyOf(names));
    }
    // An entry that is named as a column that describes the item is an attribute all the same.
    row.entries().forEach(attributes::putIfAbsent);
    return new IndexedItem(
        id,
        row.text(CLASS).orElse(""),
        row.text(SPLIT).orElse(""),
        attributes,
        row.text(TEXT).orElse(null));
  }

  @Override
  public void close() throws IOException {
    files.close();
    if (embedding != null) {
      embedding.close();
    }
    rows.close();
  }
}
