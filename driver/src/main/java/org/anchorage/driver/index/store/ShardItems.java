/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.IOException;
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
import org.anchorage.driver.index.part.ValueRun;
import org.anchorage.mining.lists.RowSet;

/**
 * The items of a shard without its vectors and pictures: enough to know which ids there are and
 * what a filter admits. It cannot be searched.
 */
final class ShardItems implements IndexPart {

  private final LocalFiles files;
  private final ShardFacts facts;
  private final int dim;
  private final ItemReader items;

  /**
   * Opens the items of a shard.
   *
   * @param files its directory, closed with it; that of the items is enough
   * @throws IOException if they cannot be read, or are not as many as the facts say
   */
  ShardItems(LocalFiles files, ShardFacts facts, int dim) throws IOException {
    this.files = files;
    this.facts = facts;
    this.dim = dim;
    this.items = new ItemReader(files.directory().resolve(ShardFiles.ITEMS), facts.items());
  }

  @Override
  public int count() {
    return facts.items();
  }

  @Override
  public int dim() {
    return dim;
  }

  @Override
  public int lists() {
    return facts.lists();
  }

  @Override
  public int probes(Effort effort) {
    return effort.of(facts.lists(), facts.probes());
  }

  @Override
  public Neighbours nearest(float[] query, int k, RowSet allowed, Effort effort) {
    throw withoutVectors();
  }

  @Override
  public Vectors vectors(int... rows) {
    throw withoutVectors();
  }

  @Override
  public Optional<byte[]> picture(int row) {
    throw withoutVectors();
  }

  private static UnsupportedOperationException withoutVectors() {
    return new UnsupportedOperationException(
        "This shard was opened without its vectors and pictures; open the index to search it");
  }

  @Override
  public RowSet matching(ItemFilter where) {
    return items.matching(where);
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
  public ValueRun count(String name, RowSet rows) {
    return items.count(name, rows);
  }

  @Override
  public void close() {
    items.close();
    files.close();
  }
}
