/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.index.Candidates.Candidate;

/** Results with the duplicates that are folded into each, in the order of the results. */
record Folds(List<Fold> folds) {

  /** A result and its duplicates. */
  record Fold(Candidate result, List<Candidate> duplicates) {}

  /** Returns candidates as results, none of which has duplicates. */
  static Folds none(List<Candidate> candidates) {
    return new Folds(candidates.stream().map(one -> new Fold(one, List.of())).toList());
  }

  /** Returns the first results, without their duplicates. */
  Stream<Candidate> results(long first) {
    return folds.stream().limit(first).map(Fold::result);
  }

  /** Folds candidates that lie within a distance of one before. */
  static Folds of(List<Candidate> candidates, double within, int dim) {
    Vectors vectors = Candidates.vectors(candidates, dim);
    List<Fold> folds = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < candidates.size(); i++) {
      int into = into(candidates, vectors, kept, i, within);
      if (into < 0) {
        folds.add(new Fold(candidates.get(i), new ArrayList<>()));
        kept.add(i);
      } else {
        folds.get(into).duplicates().add(candidates.get(i));
      }
    }
    return new Folds(folds);
  }

  private static int into(
      List<Candidate> candidates, Vectors vectors, List<Integer> kept, int i, double within) {
    double distance = candidates.get(i).distance();
    // Distances to the query differ by no more than the distance between the two.
    double reach = within + 1e-3 * (within + distance);
    for (int at = 0; at < kept.size(); at++) {
      int other = kept.get(at);
      if (Math.abs(distance - candidates.get(other).distance()) <= reach
          && Math.sqrt((float) vectors.squaredDistance(i, vectors, other)) <= within) {
        return at;
      }
    }
    return -1;
  }
}
