/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.corpus;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Facts of items that are held in memory, some 300 bytes each: for few items that lie in no corpus.
 * Rows are in the order of the ids, as in {@link Catalogue#of}. Immutable and thread-safe.
 */
public final class ListedItems implements ItemFacts {

  private final List<Item> items;

  /** Takes items in any order. */
  public ListedItems(Collection<Item> items) {
    this.items = items.stream().sorted(Comparator.comparing(Item::id)).toList();
  }

  @Override
  public List<String> idsOf(int[] rows) {
    return Arrays.stream(rows).mapToObj(row -> items.get(row).id()).toList();
  }

  @Override
  public int[] rowsOf(List<String> ids) {
    Map<String, Integer> rows = new HashMap<>();
    items.forEach(item -> rows.put(item.id(), rows.size()));
    return ids.stream().mapToInt(id -> rows.getOrDefault(id, -1)).toArray();
  }

  @Override
  public int[] rowsWith(Split split, String attribute, String value) {
    return IntStream.range(0, items.size())
        .filter(row -> items.get(row).split() == split)
        .filter(row -> value.equals(items.get(row).attributes().get(attribute)))
        .toArray();
  }

  @Override
  public Values values(String attribute, int[] rows) {
    Map<String, Integer> known = new LinkedHashMap<>();
    int[] numbers = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      @Nullable String value = items.get(rows[i]).attributes().get(attribute);
      numbers[i] = -1;
      if (value != null) {
        known.putIfAbsent(value, known.size());
        numbers[i] = known.getOrDefault(value, -1);
      }
    }
    return new Values(List.copyOf(known.keySet()), numbers);
  }

  @Override
  public Map<String, OfClass> ofClasses(Split split, String attribute) {
    Map<String, OfClass> found = new HashMap<>();
    for (Item item : items) {
      @Nullable String value = item.attributes().get(attribute);
      if (item.split() == split && value != null) {
        found.merge(
            item.className(),
            new OfClass(value, List.of()),
            (first, same) ->
                first.others().isEmpty() && !first.value().equals(value)
                    ? new OfClass(first.value(), List.of(new Other(value, item.id())))
                    : first);
      }
    }
    return found;
  }
}
