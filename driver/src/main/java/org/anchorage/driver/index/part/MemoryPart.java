/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.mining.lists.Coding;
import org.anchorage.mining.lists.ListSplit;
import org.anchorage.mining.lists.Probing;
import org.anchorage.mining.lists.RowSet;
import org.jspecify.annotations.Nullable;

/** Items in memory: each search compares all of them. Needs no ND4J. */
public final class MemoryPart implements IndexPart {

  private final List<IndexedItem> items;
  private final SearchedLists lists;
  private final IntFunction<byte @Nullable []> pictures;
  private final Map<String, Integer> rows = new HashMap<>();
  private final SortedSet<String> names = new TreeSet<>();

  private MemoryPart(
      List<IndexedItem> items,
      Vectors vectors,
      IntFunction<byte @Nullable []> pictures,
      Coding coding) {
    this.items = items;
    this.lists =
        new SearchedLists(new ListSplit(1, coding, new Seed(0)).divide(vectors), Probing.fixed(1));
    this.pictures = pictures;
    for (int row = 0; row < items.size(); row++) {
      rows.put(items.get(row).id(), row);
      names.addAll(items.get(row).attributes().keySet());
    }
  }

  /**
   * Takes items with their vectors, which are copied. Of several items with one id, the last is
   * found by it.
   *
   * @param items at least 1; kept, not copied, and not to be changed
   * @param vectors one for each item, in the same order
   * @param pictures gives the picture of a row, or null
   * @throws IllegalArgumentException if a vector is not finite, or there are none
   */
  public static MemoryPart of(
      List<IndexedItem> items, Vectors vectors, IntFunction<byte @Nullable []> pictures) {
    return of(items, vectors, pictures, Coding.FLOAT);
  }

  /**
   * As {@link #of(List, Vectors, IntFunction)}, for vectors that are stored with another coding.
   *
   * @throws IllegalArgumentException also if a vector has no such coding
   */
  public static MemoryPart of(
      List<IndexedItem> items,
      Vectors vectors,
      IntFunction<byte @Nullable []> pictures,
      Coding coding) {
    if (items.size() != vectors.count()) {
      throw new IllegalArgumentException(
          items.size()
              + " items cannot have "
              + vectors.count()
              + " vectors; pass one for each item");
    }
    return new MemoryPart(items, vectors, pictures, coding);
  }

  @Override
  public int count() {
    return items.size();
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
    return 1;
  }

  @Override
  public int probes(Effort effort) {
    return 1;
  }

  @Override
  public RowSet matching(ItemFilter where) {
    return RowSet.where(items.size(), row -> where.admits(items.get(row)));
  }

  @Override
  public SortedSet<String> names() {
    return names;
  }

  @Override
  public IndexedItem item(int row) {
    return items.get(row);
  }

  @Override
  public String id(int row) {
    return items.get(row).id();
  }

  @Override
  public OptionalInt row(String id) {
    Integer row = rows.get(id);
    return row == null ? OptionalInt.empty() : OptionalInt.of(row);
  }

  @Override
  public Vectors vectors(int... chosen) {
    return lists.vectors(chosen);
  }

  @Override
  public Optional<byte[]> picture(int row) {
    return Optional.ofNullable(pictures.apply(row));
  }

  @Override
  public ValueRun count(String name, RowSet counted) {
    Map<String, Long> counts = new HashMap<>();
    for (int row : counted.rows()) {
      String value = ItemFilter.value(items.get(row), name);
      if (value != null) {
        counts.merge(value, 1L, Long::sum);
      }
    }
    return ValueRun.of(counts);
  }

  @Override
  public void close() {
    lists.close();
  }
}
