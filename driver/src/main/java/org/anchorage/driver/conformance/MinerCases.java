/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.conformance.Outcome.Verdict;
import org.anchorage.mining.tuples.DistanceWeightedMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Pairs;
import org.anchorage.mining.tuples.Triplets;
import org.anchorage.mining.tuples.Tuples;
import org.jspecify.annotations.Nullable;

/**
 * Checks reference miners: the same tuples, each as often, in any order; or the same probabilities
 * within 1e-9.
 */
final class MinerCases {

  private static final double PROBABILITY = 1e-9;
  private static final Seed SEED = new Seed(0);

  private MinerCases() {}

  static Outcome check(ReferenceFile file, JsonNode wanted) {
    String id = wanted.get("id").textValue();
    String name = wanted.get("miner").textValue();
    ReferenceBatch batch = requireNonNull(file.batches().get(wanted.get("batch").textValue()));
    Distances distances = distances(wanted.get("distance").textValue(), batch);
    Rows rows = Rows.of(batch.labels());
    JsonNode expected = wanted.get("expected");
    if (expected.has("probabilities")) {
      Comparison comparison = new Comparison();
      double[][] probabilities =
          probabilities(wanted.get("params"), distances, rows, batch.rows()[0].length);
      comparison.matrix(
          "probability",
          ReferenceBatch.matrix(expected.get("probabilities")),
          probabilities,
          PROBABILITY);
      return comparison.outcome(file.name(), id, name);
    }
    Optional<Miner> known = ReferenceMiners.of(wanted);
    if (known.isEmpty()) {
      return new Outcome(
          file.name(), id, name, "", "no such miner or parameter", Double.NaN, Verdict.UNKNOWN);
    }
    Tuples tuples = known.get().mine(distances, rows, SEED);
    List<List<Integer>> selected = selected(expected, tuples, distances);
    List<List<Integer>> asked = asked(expected);
    int apart = missing(asked, selected) + missing(selected, asked);
    return new Outcome(
        file.name(),
        id,
        name,
        asked.size() + " tuples",
        selected.size() + " tuples",
        apart,
        apart == 0 ? Verdict.EQUAL : Verdict.OFF);
  }

  /** Returns how many tuples of a list are not in another; a repeated tuple counts each time. */
  private static int missing(List<List<Integer>> of, List<List<Integer>> in) {
    Map<List<Integer>, Integer> left = new HashMap<>();
    in.forEach(tuple -> left.merge(tuple, 1, Integer::sum));
    return (int) of.stream().filter(tuple -> left.merge(tuple, -1, Integer::sum) < 0).count();
  }

  private static double[][] probabilities(
      JsonNode parameters, Distances distances, Rows rows, int dimension) {
    DistanceWeightedMiner miner =
        new DistanceWeightedMiner(
            dimension,
            parameters.get("cutoff").doubleValue(),
            parameters.get("nonzero_loss_cutoff").doubleValue());
    double[][] probabilities = new double[rows.size()][];
    Arrays.setAll(probabilities, a -> miner.probabilities(a, distances, rows));
    return probabilities;
  }

  /** Returns the mined tuples in the case's form; pairs begin with 0 or 1 for their side. */
  private static List<List<Integer>> selected(
      JsonNode expected, Tuples tuples, Distances distances) {
    if (expected.has("triplets") || expected.has("triplets_and_fallback")) {
      Triplets triplets = tuples.triplets();
      return IntStream.range(0, triplets.count())
          .filter(t -> triplets.negatives()[t] != triplets.anchors()[t])
          .mapToObj(t -> triplet(triplets, t, expected.has("triplets") ? null : distances))
          .toList();
    }
    Pairs pairs = tuples.pairs();
    return Stream.concat(
            paired(0, pairs.positiveAnchors(), pairs.positives()),
            paired(1, pairs.negativeAnchors(), pairs.negatives()))
        .toList();
  }

  private static List<Integer> triplet(Triplets triplets, int t, @Nullable Distances fallback) {
    int a = triplets.anchors()[t];
    int p = triplets.positives()[t];
    int n = triplets.negatives()[t];
    if (fallback == null) {
      return List.of(a, p, n);
    }
    return List.of(a, p, n, fallback.between(a, n) > fallback.between(a, p) ? 0 : 1);
  }

  private static Stream<List<Integer>> paired(int side, int[] anchors, int[] partners) {
    return IntStream.range(0, anchors.length).mapToObj(i -> List.of(side, anchors[i], partners[i]));
  }

  private static List<List<Integer>> asked(JsonNode expected) {
    List<List<Integer>> asked = new ArrayList<>();
    for (String key : List.of("triplets", "triplets_and_fallback")) {
      for (JsonNode tuple : expected.path(key)) {
        asked.add(Arrays.stream(ReferenceBatch.wholes(tuple)).boxed().toList());
      }
    }
    List<String> sides = List.of("positive_pairs", "negative_pairs");
    for (String side : sides) {
      for (JsonNode pair : expected.path(side)) {
        asked.add(List.of(sides.indexOf(side), pair.get(0).intValue(), pair.get(1).intValue()));
      }
    }
    return asked;
  }

  private static Distances distances(String name, ReferenceBatch batch) {
    return switch (name) {
      case "squared_euclidean" -> of(Distance.SQUARED_EUCLIDEAN, batch);
      case "euclidean" -> of(Distance.EUCLIDEAN, batch);
      case "cosine_similarity" -> of(Distance.COSINE, batch);
      case "euclidean_normalized" -> of(Distance.EUCLIDEAN, batch.normalised());
      default ->
          throw new IllegalArgumentException(
              "There is no distance '"
                  + name
                  + "'; reference files use squared_euclidean, euclidean, euclidean_normalized and"
                  + " cosine_similarity");
    };
  }

  private static Distances of(Distance distance, ReferenceBatch batch) {
    return new Distances(distance, ReferenceBatch.gram(batch.rows()));
  }
}
