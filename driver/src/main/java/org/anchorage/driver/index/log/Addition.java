/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.LocalImage;
import org.anchorage.driver.imports.LocalImages;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.vectors.VectorPieces;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Adds many items in batches, and compacts the index when its log is full. What has the id of
 * something before it is left out ({@link GivenIds}).
 *
 * @param writer of the index
 * @param batch items of a batch, at least 1
 * @param acknowledged takes the number of items so far, after each batch
 */
public record Addition(IndexWriter writer, int batch, LongConsumer acknowledged) {

  public Addition {
    if (batch < 1) {
      throw new IllegalArgumentException(
          "Cannot add " + batch + " items at once; give at least 1 for --batch");
    }
  }

  /**
   * What was added.
   *
   * @param added items
   * @param replaced how many of these replaced an item of the same id
   * @param bad images or rows that were left out
   * @param seconds that it took
   */
  public record Result(long added, long replaced, List<Bad> bad, double seconds) {}

  /** Makes items out of some input, a few at a time. */
  @FunctionalInterface
  interface Maker {

    /**
     * Returns the next items; none at all if the next input was bad.
     *
     * @return empty at the end
     */
    Optional<List<NewItem>> next() throws IOException;
  }

  /** An image of a listing. */
  private record Listed(LocalImages from, LocalImage image) implements ImageBatch.Unread {

    @Override
    public IndexedItem item() {
      TreeMap<String, String> attributes = new TreeMap<>(image.attributes());
      @Nullable String text = attributes.remove(IndexedItem.TEXT);
      return new IndexedItem(image.id(), image.className(), image.split(), attributes, text);
    }

    @Override
    public Optional<byte[]> read(Consumer<Bad> without) {
      return from.read(image, without);
    }
  }

  /**
   * Adds images, embedded by the index's network. Those that cannot be read are left out.
   *
   * @throws ArtifactException if a batch cannot be written; those before it are there
   */
  public Result images(LocalImages from) throws IOException {
    List<Bad> bad = new ArrayList<>(from.bad());
    List<Listed> images = new ArrayList<>();
    GivenIds given = new GivenIds("image");
    long listed = 0;
    for (LocalImage image : from.images()) {
      if (given.isNew(image.id(), ++listed, bad::add)) {
        images.add(new Listed(from, image));
      }
    }
    int[] done = new int[1];
    try (ImageBatch embedding = writer.embedding()) {
      return run(
          bad,
          () -> {
            int first = done[0];
            if (first == images.size()) {
              return Optional.empty();
            }
            done[0] = Math.min(images.size(), first + ImageBatch.TOGETHER);
            return Optional.of(embedding.items(images.subList(first, done[0]), bad::add));
          });
    }
  }

  /**
   * Adds the rows of a table: vectors, or images that the index's network embeds ({@link
   * TableItems}). Rows that have neither are left out.
   *
   * @param place a file of Parquet, or a directory of such files
   * @throws ArtifactException if a batch cannot be written; those before it are there
   * @throws IOException if the table cannot be read
   * @throws IllegalArgumentException if a vector has another length than those of the index, or the
   *     table has neither vectors nor images
   */
  public Result table(Path place) throws IOException {
    List<Bad> bad = new ArrayList<>();
    try (TableItems items = new TableItems(place, writer, bad::add)) {
      return run(bad, items);
    }
  }

  /**
   * Adds the rows of a NumPy array ({@link NpyItems}).
   *
   * @param ids a text file with a line for each row: its id
   * @throws ArtifactException if a batch cannot be written; those before it are there
   * @throws IOException if the files cannot be read
   * @throws IllegalArgumentException if the array has rows of another length than the vectors of
   *     the index, is of another type, or there are not as many ids as rows
   */
  public Result array(Path array, Path ids) throws IOException {
    List<Bad> bad = new ArrayList<>();
    try (NpyItems items = new NpyItems(array, ids, writer, bad::add)) {
      return run(bad, items);
    }
  }

  /**
   * Adds vectors with their items.
   *
   * @throws ArtifactException if they cannot be read, or a batch cannot be written; those before it
   *     are there
   * @throws IllegalArgumentException if they have another dimension than the index
   */
  public Result vectors(VectorPieces vectors) throws IOException {
    List<Bad> bad = new ArrayList<>();
    GivenIds given = new GivenIds("vector");
    int[] next = new int[1];
    long[] read = new long[1];
    return run(
        bad,
        () -> {
          if (next[0] == vectors.pieces()) {
            return Optional.empty();
          }
          VectorPieces.Piece piece = vectors.piece(next[0]++);
          List<NewItem> items = new ArrayList<>();
          for (int i = 0; i < piece.items().size(); i++) {
            IndexedItem item = piece.items().get(i);
            if (given.isNew(item.id(), ++read[0], bad::add)) {
              items.add(new NewItem(item, piece.vectors().row(i), null));
            }
          }
          return Optional.of(items);
        });
  }

  private Result run(List<Bad> bad, Maker maker) throws IOException {
    long began = System.nanoTime();
    long before = writer.info().items();
    long added = 0;
    List<NewItem> waiting = new ArrayList<>();
    boolean ended = false;
    while (!ended) {
      Optional<List<NewItem>> next = maker.next();
      ended = next.isEmpty();
      waiting.addAll(next.orElse(List.of()));
      while (waiting.size() >= batch || (ended && !waiting.isEmpty())) {
        List<NewItem> some = waiting.subList(0, Math.min(batch, waiting.size()));
        add(List.copyOf(some));
        added += some.size();
        some.clear();
        acknowledged.accept(added);
      }
    }
    long replaced = added - (writer.info().items() - before);
    return new Result(added, replaced, List.copyOf(bad), (System.nanoTime() - began) / 1e9);
  }

  private void add(List<NewItem> items) {
    if (!writer.hasRoom(items.size())) {
      boolean unused = writer.compact();
    }
    writer.add(items);
  }
}
