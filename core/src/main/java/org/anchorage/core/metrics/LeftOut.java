/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import java.io.Serializable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Items of the gallery that are no answer to a query, right or wrong: the query itself, by index,
 * and, if cameras are known, other images of its identity by its own camera.
 *
 * <p>Immutable and thread-safe.
 */
final class LeftOut implements Serializable {

  private static final long serialVersionUID = 1;

  /** Who is seen, and by which camera. A negative camera is unknown and equals no other. */
  record Sightings(int[] identities, int[] cameras) implements Serializable {}

  private final int[] own;
  private final @Nullable Sightings queries;
  private final @Nullable Sightings gallery;

  /** Leaves out the gallery index of each query; -1 if it is not in the gallery. */
  LeftOut(int[] own) {
    this(own, null, null);
  }

  private LeftOut(int[] own, @Nullable Sightings queries, @Nullable Sightings gallery) {
    this.own = own;
    this.queries = queries;
    this.gallery = gallery;
  }

  LeftOut withSameCamera(Sightings queries, Sightings gallery) {
    return new LeftOut(own, queries, gallery);
  }

  /** Returns the gallery index of a query, or -1. */
  int own(int query) {
    return own[query];
  }

  /** Returns whether an item is another image of the query's identity by its camera. */
  boolean sameCamera(int query, int item) {
    return queries != null
        && gallery != null
        && item != own[query]
        && queries.cameras()[query] >= 0
        && gallery.cameras()[item] == queries.cameras()[query]
        && gallery.identities()[item] == queries.identities()[query];
  }

  boolean test(int query, int item) {
    return item == own[query] || sameCamera(query, item);
  }

  /** Returns the items left out for a query, ascending, itself included. */
  int[] of(int query, ClassIndex identities) {
    if (queries == null) {
      return own[query] < 0 ? new int[0] : new int[] {own[query]};
    }
    return IntStream.concat(
            IntStream.of(own[query]).filter(item -> item >= 0),
            IntStream.of(identities.of(queries.identities()[query]))
                .filter(item -> sameCamera(query, item)))
        .sorted()
        .toArray();
  }

  /** Returns how many other items each query's camera leaves out. */
  int[] sameCamera(ClassIndex identities) {
    int[] counts = new int[own.length];
    if (queries != null) {
      for (int query = 0; query < own.length; query++) {
        for (int item : identities.of(queries.identities()[query])) {
          counts[query] += sameCamera(query, item) ? 1 : 0;
        }
      }
    }
    return counts;
  }
}
