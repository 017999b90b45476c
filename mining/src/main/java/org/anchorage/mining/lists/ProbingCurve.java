/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.mining.cells.ProbeCurve;

/**
 * What recall costs, for every {@link Probing}, in one pass over sampled queries: a neighbour is
 * found if its list is among the first so many and within reach. The reach is taken of the exact
 * k-th neighbour; a search knows one at least as far until it ends, so it finds no fewer.
 *
 * <p>Immutable; 8 bytes x queries x lists.
 */
final class ProbingCurve {

  /**
   * More lists than the fewest that reach the recall: a reach spares most queries them. With a
   * filter it may spare none, so there are not many times as many.
   */
  private static final int MOST_TIMES = 2;

  private final Neighbours order;
  private final float[] farthest;
  private final ListTable table;
  private final ProbeCurve fixed;

  /** Of each exact neighbour: the place of its list in the order of its query. */
  private final int[] places;

  ProbingCurve(InvertedLists lists, HeldOut queries) {
    Neighbours exact = queries.exact();
    int[] listsOfRows = lists.listsOfRows();
    this.order = lists.order(queries.queries(), lists.lists());
    this.table = lists.table();
    this.farthest = new float[exact.queries()];
    this.places = new int[exact.indices().length];
    int[] placeOfList = new int[lists.lists()];
    long wanted = 0;
    long[] found = new long[lists.lists()];
    for (int query = 0; query < exact.queries(); query++) {
      farthest[query] = exact.squaredDistances()[(query + 1) * exact.k() - 1];
      for (int place = 0; place < order.k(); place++) {
        placeOfList[order.indices()[query * order.k() + place]] = place;
      }
      for (int i = query * exact.k(); i < (query + 1) * exact.k(); i++) {
        int row = exact.indices()[i];
        places[i] = row < 0 ? -1 : placeOfList[listsOfRows[row]];
        if (row >= 0) {
          wanted++;
          found[places[i]]++;
        }
      }
    }
    this.fixed = new ProbeCurve(wanted, found);
  }

  /** Returns the recall of every fixed number of lists. */
  ProbeCurve fixed() {
    return fixed;
  }

  /** Returns the probing that reaches a recall with the fewest comparisons. */
  Probing cheapest(double recall) {
    int fewest = fixed.probes(recall);
    Probing best = Probing.fixed(fewest);
    if (fewest == order.k()) {
      return best;
    }
    double least = Double.POSITIVE_INFINITY;
    long end = Math.min(order.k() - 1, (long) MOST_TIMES * fewest);
    for (int most = fewest; most <= end; most += 1 + most / 4) {
      Probing one = new Probing(most, reach(most, recall));
      double compared = compared(one);
      if (compared < least) {
        least = compared;
        best = one;
      }
    }
    return best;
  }

  /** Returns the least reach that finds enough neighbours in the first lists. */
  private float reach(int most, double recall) {
    int k = places.length / farthest.length;
    float[] needed = new float[places.length];
    int count = 0;
    for (int i = 0; i < places.length; i++) {
      if (places[i] >= 0 && places[i] < most) {
        needed[count++] = excess(i / k, places[i]);
      }
    }
    Arrays.sort(needed, 0, count);
    int last = (int) Math.min(count, Math.ceil(recall * fixed.wanted())) - 1;
    return last < 0 ? 0 : needed[last] * (1 + 4 * Math.ulp(1f));
  }

  /** Returns the reach that the list in a place needs. */
  private float excess(int query, int place) {
    int at = query * order.k();
    float farther = order.squaredDistances()[at + place] - order.squaredDistances()[at];
    return farther <= 0 ? 0 : farther / farthest[query];
  }

  /** Returns how many vectors a query is compared with on average. */
  private double compared(Probing probing) {
    long sum = 0;
    for (int query = 0; query < farthest.length; query++) {
      for (int place = 0; place < probing.most(); place++) {
        int at = query * order.k() + place;
        if (probing.ends(
            order.squaredDistances()[query * order.k()],
            order.squaredDistances()[at],
            farthest[query])) {
          break;
        }
        sum += table.size(order.indices()[at]);
      }
    }
    return (double) sum / farthest.length;
  }
}
