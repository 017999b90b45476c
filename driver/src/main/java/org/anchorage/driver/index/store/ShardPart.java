/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.items.ItemReader;
import org.anchorage.driver.index.part.IndexPart;
import org.anchorage.driver.index.part.KnownRows;
import org.anchorage.driver.index.part.SearchedLists;
import org.anchorage.driver.index.part.ValueRun;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.ListFile;
import org.anchorage.mining.lists.RowSet;
import org.jspecify.annotations.Nullable;

/** A shard whose files are mapped. */
final class ShardPart implements IndexPart {

  private final LocalFiles files;
  private final SearchedLists lists;
  private final ItemReader items;
  private final @Nullable PictureReader pictures;

  private final KnownRows matching = new KnownRows();

  private ShardPart(
      LocalFiles files, SearchedLists lists, ItemReader items, @Nullable PictureReader pictures) {
    this.files = files;
    this.lists = lists;
    this.items = items;
    this.pictures = pictures;
  }

  /**
   * Opens a shard.
   *
   * @param files its directory, closed with it
   * @throws IOException if it cannot be read, or is another than the facts say
   */
  static ShardPart open(LocalFiles files, ShardFacts facts) throws IOException {
    Path directory = files.directory();
    InvertedLists lists = ListFile.open(directory.resolve(ShardFiles.LISTS));
    if (lists.count() != facts.items() || lists.lists() != facts.lists()) {
      throw new IOException(
          "The shard at "
              + directory
              + " has "
              + lists.count()
              + " vectors in "
              + lists.lists()
              + " lists, and "
              + facts.items()
              + " in "
              + facts.lists()
              + " were expected; restore the index or make it again");
    }
    try {
      return open(files, new SearchedLists(lists, facts.probing()), facts.items());
    } catch (IOException | RuntimeException e) {
      lists.close();
      throw e;
    }
  }

  private static ShardPart open(LocalFiles files, SearchedLists lists, int count)
      throws IOException {
    Path directory = files.directory();
    ItemReader items = new ItemReader(directory.resolve(ShardFiles.ITEMS), count);
    try {
      Path pictures = directory.resolve(ShardFiles.PICTURES);
      return new ShardPart(
          files, lists, items, Files.exists(pictures) ? new PictureReader(pictures, count) : null);
    } catch (IOException | RuntimeException e) {
      items.close();
      throw e;
    }
  }

  @Override
  public int count() {
    return lists.count();
  }

  @Override
  public int dim() {
    return lists.dim();
  }

  @Override
  public Neighbours nearest(float[] query, int k, RowSet allowed, Effort effort) {
    return lists.nearest(query, k, allowed, effort);
  }

  @Override
  public int lists() {
    return lists.lists();
  }

  @Override
  public int probes(Effort effort) {
    return lists.probes(effort);
  }

  @Override
  public RowSet matching(ItemFilter where) {
    return matching.of(where, items::matching);
  }

  @Override
  public SortedSet<String> names() {
    return items.names();
  }

  @Override
  public IndexedItem item(int row) {
    return items.item(row);
  }

  @Override
  public String id(int row) {
    return items.id(row);
  }

  @Override
  public OptionalInt row(String id) {
    return items.row(id);
  }

  @Override
  public Vectors vectors(int... rows) {
    return lists.vectors(rows);
  }

  @Override
  public Optional<byte[]> picture(int row) {
    return pictures == null ? Optional.empty() : pictures.picture(row);
  }

  @Override
  public ValueRun count(String name, RowSet rows) {
    return items.count(name, rows);
  }

  @Override
  public void close() {
    lists.close();
    items.close();
    if (pictures != null) {
      pictures.close();
    }
    files.close();
  }
}
