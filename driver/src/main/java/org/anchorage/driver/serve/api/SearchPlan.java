/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.util.List;
import org.anchorage.driver.index.Effort;
import org.anchorage.driver.index.Folding;
import org.anchorage.driver.index.ItemFilter;
import org.anchorage.driver.index.QueryVector;
import org.anchorage.driver.index.Reranking;
import org.anchorage.driver.index.SearchRequest;
import org.anchorage.driver.serve.http.Refusal;
import org.jspecify.annotations.Nullable;

/**
 * A search that was checked, before its images are embedded.
 *
 * @param parts what is searched by, at least one
 */
record SearchPlan(
    List<PartBody> parts,
    int k,
    int offset,
    ItemFilter where,
    double threshold,
    Effort effort,
    Folding folding,
    Reranking reranking) {

  private static final int USUAL_K = 10;
  private static final int MOST_PARTS = 64;

  /**
   * Checks a search.
   *
   * @param words of the index
   * @throws Refusal if it asks for what cannot be
   */
  static SearchPlan of(SearchBody body, Limits limits, Vocabulary words) {
    int offset = Limits.within("offset", body.offset(), 0, 0, limits.k() - 1);
    return new SearchPlan(
        parts(body),
        Limits.within(
            "k", body.k(), Math.min(USUAL_K, limits.k() - offset), 1, limits.k() - offset),
        offset,
        words.filter(body.where()),
        threshold(body.threshold(), words),
        effort(body.effort()),
        body.fold() == null ? Folding.NONE : Folding.within(distance("fold", body.fold())),
        body.rerank() == null
            ? Reranking.NONE
            : Reranking.reciprocal(Limits.within("rerank", body.rerank(), 1, 1, Reranking.MOST)));
  }

  private static List<PartBody> parts(SearchBody body) {
    List<PartBody> queries = body.queries();
    int given = count(body.image(), body.vector(), body.id());
    if ((queries == null ? 0 : 1) + given != 1) {
      throw Refusal.of(
          "no_query",
          "A search is by one of image, vector, id and queries; this has "
              + (given == 0 ? "none of them" : "more than one"));
    }
    if (queries == null) {
      return List.of(new PartBody(body.image(), body.vector(), body.id(), null));
    }
    if (queries.isEmpty() || queries.size() > MOST_PARTS || queries.contains(null)) {
      throw Refusal.of(
          "out_of_range",
          "'queries' has " + queries.size() + " entries; it must have 1 to " + MOST_PARTS);
    }
    for (PartBody part : queries) {
      if (count(part.image(), part.vector(), part.id()) != 1) {
        throw Refusal.of(
            "no_query", "Each entry of 'queries' has one of image, vector and id, and a weight");
      }
    }
    return queries;
  }

  private static int count(@Nullable Object... given) {
    int count = 0;
    for (Object one : given) {
      count += one == null ? 0 : 1;
    }
    return count;
  }

  private static double threshold(@Nullable ThresholdBody given, Vocabulary words) {
    if (given == null) {
      return Double.POSITIVE_INFINITY;
    }
    return given.precision() ? words.reaching(given.value()) : distance("threshold", given.value());
  }

  private static double distance(String name, double value) {
    if (!(value >= 0)) {
      throw Refusal.of("out_of_range", "'" + name + "' is " + value + "; a distance is 0 or more");
    }
    return value;
  }

  private static Effort effort(@Nullable EffortBody effort) {
    if (effort == null || effort.written().equals("calibrated")) {
      return Effort.CALIBRATED;
    }
    if (effort.written().equals("exact")) {
      return Effort.EXACT;
    }
    if (effort.number() && effort.written().matches("[1-9]\\d{0,8}")) {
      return Effort.of(Integer.parseInt(effort.written()));
    }
    throw Refusal.of(
        "out_of_range", "'effort' must be calibrated, exact, or a number of lists of at least 1");
  }

  /** Returns the request, once there is a vector. */
  SearchRequest request(QueryVector query) {
    return new SearchRequest(query, k, offset, where, threshold, effort, folding, reranking);
  }
}
