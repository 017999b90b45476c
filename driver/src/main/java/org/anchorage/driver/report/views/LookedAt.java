/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.metrics.RetrievalProtocol;
import org.anchorage.core.seed.Seed;

/**
 * The evaluated items that a report looks at: all of them, or a sample. The evaluation's rules
 * hold: what is left out of a query's ranking there is left out here.
 *
 * @param rows of the catalogue, ascending; these are embedded
 * @param labels of the rows
 * @param queries positions among the rows, ascending
 * @param gallery positions among the rows, ascending
 * @param protocol of the evaluation
 * @param asked for each query, its number in the protocol
 * @param searched for each item of the gallery, its number in the protocol, ascending
 * @param evaluated how many rows the evaluation has
 */
public record LookedAt(
    int[] rows,
    int[] labels,
    int[] queries,
    int[] gallery,
    RetrievalProtocol protocol,
    int[] asked,
    int[] searched,
    int evaluated)
    implements Serializable {

  /** Most images: a report shows examples, and its time must not grow with the corpus. */
  public static final int MOST = 20_000;

  /**
   * Chooses what to look at.
   *
   * @param most rows
   * @param seed of the sample, if there are more
   */
  public static LookedAt of(EvaluatedItems items, int most, Seed seed) {
    int[] kept = ClassSample.of(items.labels(), most, seed);
    int[] asked = within(items.queries(), kept);
    int[] searched = within(items.gallery(), kept);
    return new LookedAt(
        at(items.rows(), kept),
        at(items.labels(), kept),
        places(items.queries(), asked, kept),
        places(items.gallery(), searched, kept),
        items.protocol(),
        asked,
        searched,
        items.rows().length);
  }

  /** Returns whether there is nothing to ask, or nothing to find. */
  public boolean isEmpty() {
    return queries.length == 0 || gallery.length == 0 || rows.length < 2;
  }

  /** Returns whether these are all evaluated images. */
  public boolean isWhole() {
    return rows.length == evaluated;
  }

  /** Returns whether two runs are looked at through the same images. */
  public boolean sameAs(LookedAt other) {
    return Arrays.equals(rows, other.rows)
        && Arrays.equals(labels, other.labels)
        && Arrays.equals(queries, other.queries)
        && Arrays.equals(gallery, other.gallery);
  }

  /** Returns the items of the gallery that a query should find, ascending. */
  int[] relevant(int query) {
    return here(protocol.relevant(asked[query]));
  }

  /** Returns the items of the gallery that are no answer to a query, itself included, ascending. */
  int[] leftOut(int query) {
    return here(protocol.leftOut(asked[query]));
  }

  /** Returns the label of a query. */
  int queryLabel(int query) {
    return labels[queries[query]];
  }

  /** Returns the label of an item of the gallery. */
  int galleryLabel(int item) {
    return labels[gallery[item]];
  }

  private int[] here(int[] items) {
    if (searched.length == protocol.gallery()) {
      return items;
    }
    return Arrays.stream(items)
        .map(item -> Arrays.binarySearch(searched, item))
        .filter(item -> item >= 0)
        .toArray();
  }

  /** Returns the numbers of those positions that are kept. */
  private static int[] within(int[] positions, int[] kept) {
    int[] numbers = new int[positions.length];
    int count = 0;
    for (int i = 0; i < positions.length; i++) {
      if (Arrays.binarySearch(kept, positions[i]) >= 0) {
        numbers[count++] = i;
      }
    }
    return Arrays.copyOf(numbers, count);
  }

  private static int[] places(int[] positions, int[] numbers, int[] kept) {
    return Arrays.stream(numbers).map(i -> Arrays.binarySearch(kept, positions[i])).toArray();
  }

  private static int[] at(int[] values, int[] places) {
    return Arrays.stream(places).map(place -> values[place]).toArray();
  }
}
