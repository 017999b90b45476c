/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.util.Arrays;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;

/**
 * Judges rankings, and refuses input that would give wrong figures. Immutable and thread-safe.
 *
 * @param protocol the queries and the gallery
 * @param ks the K, ascending
 * @param depth how far down the rankings are known
 */
record Judge(RetrievalProtocol protocol, int[] ks, Depth depth) {

  RetrievalTally tally(int from, Neighbours neighbours) {
    requireQueries(from, neighbours.queries());
    int k = neighbours.k();
    if (k < ks[ks.length - 1]) {
      throw new IllegalArgumentException(
          "Recall@"
              + ks[ks.length - 1]
              + " needs as many neighbours, but there are "
              + k
              + searchDeeper());
    }
    RankedList list = new RankedList(protocol.gallery());
    RetrievalTally.Builder tally = new RetrievalTally.Builder(ks, depth);
    int[] ranks = new int[k];
    for (int i = 0; i < neighbours.queries(); i++) {
      int query = from + i;
      int found = list.read(neighbours, i, query, protocol.own(query));
      int rank = 0;
      int hits = 0;
      for (int at = i * k; at < i * k + found; at++) {
        int item = neighbours.indices()[at];
        if (!protocol.isSameCamera(query, item)) {
          rank++;
          if (protocol.isOfClass(query, item)) {
            ranks[hits++] = rank;
          }
        }
      }
      requireDepth(query, rank);
      add(tally, query, ranks, hits);
    }
    return tally.build();
  }

  RetrievalTally tally(int from, Ranks ranks) {
    requireQueries(from, ranks.queries());
    RetrievalTally.Builder tally = new RetrievalTally.Builder(ks, depth);
    for (int i = 0; i < ranks.queries(); i++) {
      int query = from + i;
      int[] own = Arrays.copyOfRange(ranks.ranks(), ranks.starts()[i], ranks.starts()[i + 1]);
      if (own.length != protocol.relevantCount(query)) {
        throw new IllegalArgumentException(
            "Query "
                + query
                + " has "
                + own.length
                + " ranks, but R = "
                + protocol.relevantCount(query)
                + "; rank all items of relevant()");
      }
      add(tally, query, own, own.length);
    }
    return tally.build();
  }

  private void add(RetrievalTally.Builder tally, int query, int[] ranks, int count) {
    tally.addSameCamera(protocol.sameCameraCount(query));
    int relevant = protocol.relevantCount(query);
    if (relevant == 0) {
      tally.addLone();
    } else {
      tally.add(protocol.label(query), relevant, ranks, count);
    }
  }

  private void requireQueries(int from, int count) {
    if (from < 0 || from > protocol.queries() - count) {
      throw new IllegalArgumentException(
          "Queries "
              + from
              + " to "
              + ((long) from + count)
              + " were searched, but there are "
              + protocol.queries()
              + "; labels and vectors must be of the same items");
    }
  }

  private void requireDepth(int query, int found) {
    int relevant = protocol.relevantCount(query);
    if (depth != Depth.K && relevant > found) {
      throw new IllegalArgumentException(
          "Query "
              + query
              + " has R = "
              + relevant
              + " others of its class but only "
              + found
              + " neighbours"
              + searchDeeper());
    }
    int itself = protocol.own(query) < 0 ? 0 : 1;
    int possible = protocol.gallery() - itself - protocol.sameCameraCount(query);
    if (found < Math.min(ks[ks.length - 1], possible)) {
      throw new IllegalArgumentException(
          "Query "
              + query
              + " has "
              + found
              + " neighbours beside those of its own camera"
              + searchDeeper());
    }
  }

  private String searchDeeper() {
    return "; search for neededK() = " + protocol.neededK();
  }
}
