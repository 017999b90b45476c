/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.LocalImage;
import org.anchorage.driver.imports.LocalImages;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.NewItem;
import org.anchorage.driver.index.vectors.StoredVectors;
import org.anchorage.driver.index.vectors.VectorStore;
import org.apache.hadoop.fs.Path;

/**
 * Adds many items in batches, and compacts the index when its log is full.
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
   * @param bad images that were left out
   * @param seconds that it took
   */
  public record Result(long added, long replaced, List<Bad> bad, double seconds) {}

  /** Makes the items of a stretch of the input. */
  @FunctionalInterface
  private interface Maker {
    List<NewItem> items(int from, int to);
  }

  /**
   * Adds images, embedded by the index's network. Those that cannot be read are left out.
   *
   * @throws ArtifactException if a batch cannot be written; those before it are there
   */
  public Result images(LocalImages from) {
    List<LocalImage> images = from.images();
    List<Bad> bad = new ArrayList<>(from.bad());
    try (ImageBatch embedding = writer.embedding()) {
      return run(
          images.size(),
          bad,
          (first, end) -> embedding.items(from, images.subList(first, end), bad::add));
    }
  }

  /**
   * Adds stored vectors with their items.
   *
   * @throws ArtifactException if they cannot be read, or a batch cannot be written; those before it
   *     are there
   * @throws IllegalArgumentException if they have another dimension than the index
   */
  public Result vectors(Path location) {
    StoredVectors stored = StoredVectors.read(location, VectorStore.VECTORS, writer.hadoop());
    return run(
        stored.ids().size(),
        List.of(),
        (first, end) -> IntStream.range(first, end).mapToObj(row -> item(stored, row)).toList());
  }

  private static NewItem item(StoredVectors stored, int row) {
    return new NewItem(
        new IndexedItem(
            stored.ids().get(row), stored.classNames().get(row), stored.splits().get(row)),
        stored.vectors().row(row),
        null);
  }

  private Result run(int count, List<Bad> bad, Maker maker) {
    long began = System.nanoTime();
    long before = writer.info().items();
    long added = 0;
    for (int first = 0; first < count; first += batch) {
      List<NewItem> items = maker.items(first, Math.min(count, first + batch));
      if (!writer.hasRoom(items.size())) {
        boolean unused = writer.compact();
      }
      writer.add(items);
      added += items.size();
      acknowledged.accept(added);
    }
    long replaced = added - (writer.info().items() - before);
    return new Result(added, replaced, List.copyOf(bad), (System.nanoTime() - began) / 1e9);
  }
}
