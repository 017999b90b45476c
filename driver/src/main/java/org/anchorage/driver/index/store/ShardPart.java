/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.anchorage.driver.index.part.SearchedLists;
import org.anchorage.driver.index.part.ValueCounts;
import org.anchorage.mining.lists.InvertedLists;
import org.anchorage.mining.lists.ListFile;
import org.anchorage.mining.lists.RowSet;
import org.jspecify.annotations.Nullable;

/** A shard whose files are mapped. */
final class ShardPart implements IndexPart {

  /** Filters whose rows are kept. */
  private static final int FILTERS = 16;

  private final LocalFiles files;
  private final SearchedLists lists;
  private final ItemReader items;
  private final @Nullable PictureReader pictures;

  /** A shard never changes, and pages of a search ask for the same rows. A bit a row each. */
  private final Map<ItemFilter, RowSet> matching =
      new LinkedHashMap<>(2 * FILTERS, 0.75f, true /* by access */) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ItemFilter, RowSet> eldest) {
          return size() > FILTERS;
        }
      };

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
    ItemReader items = new ItemReader(directory.resolve(ShardFiles.ITEMS), facts.items());
    try {
      Path pictures = directory.resolve(ShardFiles.PICTURES);
      return new ShardPart(
          files,
          new SearchedLists(lists, facts.probes()),
          items,
          Files.exists(pictures) ? new PictureReader(pictures, facts.items()) : null);
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
    synchronized (matching) {
      RowSet known = matching.get(where);
      if (known != null) {
        return known;
      }
    }
    RowSet rows = items.matching(where);
    synchronized (matching) {
      matching.put(where, rows);
    }
    return rows;
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
  public void count(RowSet rows, ValueCounts into) {
    items.count(rows, into);
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
