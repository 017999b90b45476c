/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.part.IndexPart;
import org.anchorage.driver.index.part.LivePart;
import org.anchorage.driver.index.part.Snapshot;
import org.anchorage.mining.lists.RowSet;

/** The items that a request may find, nearest first, from all parts of a snapshot. */
final class Candidates {

  private final SearchRequest request;
  private final List<Source> sources = new ArrayList<>();
  private final long matching;

  /**
   * A part.
   *
   * @param allowed its rows that the filter admits
   * @param leftOut allowed rows that are left out all the same
   */
  private record Source(IndexPart part, RowSet allowed, Set<Integer> leftOut) {

    int count() {
      return allowed.count() - leftOut.size();
    }
  }

  /** An item that may be a result. */
  record Candidate(IndexPart part, int row, float squared) {

    double distance() {
      return Math.sqrt(squared);
    }
  }

  Candidates(Snapshot snapshot, SearchRequest request) {
    this.request = request;
    for (LivePart live : snapshot.parts()) {
      RowSet allowed = live.allowed(request.where());
      Set<Integer> leftOut = new HashSet<>();
      for (String id : request.query().leaveOut()) {
        OptionalInt row = live.part().row(id);
        if (row.isPresent() && allowed.contains(row.getAsInt())) {
          leftOut.add(row.getAsInt());
        }
      }
      sources.add(new Source(live.part(), allowed, leftOut));
    }
    this.matching = sources.stream().mapToLong(Source::count).sum();
  }

  /** Returns how many there are. */
  long matching() {
    return matching;
  }

  /**
   * Returns the nearest.
   *
   * @param wanted at least 1
   */
  List<Candidate> nearest(long wanted) {
    List<Candidate> nearest = new ArrayList<>();
    for (Source source : sources) {
      int k = (int) Math.min(wanted + source.leftOut().size(), source.allowed().count());
      if (k > 0) {
        add(source, k, nearest);
      }
    }
    if (sources.size() > 1) {
      // Stable: of equal distances the earlier part comes first, and in a part the earlier row.
      nearest.sort(Comparator.comparingDouble(Candidate::squared));
    }
    return nearest.size() > wanted ? nearest.subList(0, (int) wanted) : nearest;
  }

  private void add(Source source, int k, List<Candidate> into) {
    float[] query = request.query().vector();
    Neighbours found = source.part().nearest(query, k, source.allowed(), request.effort());
    for (int i = 0; i < found.k() && found.indices()[i] >= 0; i++) {
      int row = found.indices()[i];
      if (!source.leftOut().contains(row)) {
        into.add(new Candidate(source.part(), row, found.squaredDistances()[i]));
      }
    }
  }

  /** Returns the stored vectors of some candidates, in their order. */
  static Vectors vectors(List<Candidate> of, int dim) {
    float[] values = new float[Math.multiplyExact(of.size(), dim)];
    IdentityHashMap<IndexPart, List<Integer>> places = new IdentityHashMap<>();
    for (int i = 0; i < of.size(); i++) {
      places.computeIfAbsent(of.get(i).part(), any -> new ArrayList<>()).add(i);
    }
    places.forEach(
        (part, mine) -> {
          int[] rows = mine.stream().mapToInt(place -> of.get(place).row()).toArray();
          float[] read = part.vectors(rows).values();
          for (int i = 0; i < rows.length; i++) {
            System.arraycopy(read, i * dim, values, mine.get(i) * dim, dim);
          }
        });
    return new Vectors(dim, values);
  }
}
