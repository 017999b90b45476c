/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.IntStream;
import org.anchorage.core.config.AngularLossSettings.Normalise;
import org.anchorage.core.config.LossSettings.NPairs.Repeats;
import org.anchorage.core.config.SimilarityLossSettings.Circle.Over;
import org.anchorage.core.config.SimilarityLossSettings.SupCon.Reduce;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.anchorage.core.seed.Seed;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Triplets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden vectors: the few that travel with the source, and all where the whole set is at hand. */
class TestGoldenSimilarityLosses {

  @ParameterizedTest
  @CsvSource({
    "losses_npair_angular.json, npair_ovo, 2",
    "losses_npair_angular.json, angular_batch, 5",
    "losses_npair_angular.json, angular_mc, 7",
    "losses_npair_angular.json, angular_hinge, 4",
    "losses_npair_angular.json, npair_angular, 5",
    "losses_npair_angular.json, npair_angular_all_negatives, 1",
    "losses_similarity.json, ntxent, 3",
    "losses_similarity.json, supcon_nonzero, 3",
    "losses_similarity.json, supcon_all, 3",
    "losses_similarity.json, multi_similarity, 5",
    "losses_similarity.json, lifted_generalized, 4",
    "losses_similarity.json, lifted_pairs, 4",
    "losses_similarity.json, circle_anchor, 4",
    "losses_similarity.json, circle_all, 4",
    "losses_similarity.json, nca, 5",
    "losses_similarity.json, mnrl, 3"
  })
  void agreeWithGoldenVectors(String file, String loss, int cases) throws IOException {
    assertThat(GoldenLosses.check(GoldenLosses.FEW.resolve(file), loss, new Similarity()))
        .isEqualTo(cases);
  }

  @ParameterizedTest
  @CsvSource({
    "losses_npair_angular.json, npair_ovo, 15",
    "losses_npair_angular.json, angular_batch, 59",
    "losses_npair_angular.json, angular_mc, 82",
    "losses_npair_angular.json, angular_hinge, 42",
    "losses_npair_angular.json, npair_angular, 56",
    "losses_npair_angular.json, npair_angular_all_negatives, 8",
    "losses_similarity.json, ntxent, 32",
    "losses_similarity.json, supcon_nonzero, 32",
    "losses_similarity.json, supcon_all, 32",
    "losses_similarity.json, multi_similarity, 62",
    "losses_similarity.json, lifted_generalized, 46",
    "losses_similarity.json, lifted_pairs, 44",
    "losses_similarity.json, circle_anchor, 46",
    "losses_similarity.json, circle_all, 40",
    "losses_similarity.json, nca, 46",
    "losses_similarity.json, mnrl, 30"
  })
  void agreeWithAllGoldenVectors(String file, String loss, int cases) throws IOException {
    assumeThat(GoldenLosses.ALL).exists();

    assertThat(GoldenLosses.check(GoldenLosses.ALL.resolve(file), loss, new Similarity()))
        .isEqualTo(cases);
  }

  private static final class Similarity implements GoldenLosses.Reading {

    /** Losses that normalise by themselves. */
    private static final Set<String> OWN = Set.of("angular_mc", "angular_hinge");

    @Override
    public RankingLoss loss(Config wanted) {
      return switch (wanted.getString("loss")) {
        case "npair_ovo" -> new NPairsOvoLoss(0);
        case "angular_batch" ->
            new AngularBatchLoss(
                number(wanted, "alpha_degrees"),
                GoldenLosses.truth(wanted, "params.normalize_negatives")
                    ? Normalise.ALL
                    : Normalise.PAIRS,
                AngularBatchLoss.Positives.ALL);
        case "angular_mc" ->
            new AngularMcLoss(
                number(wanted, "alpha_degrees"),
                GoldenLosses.truth(wanted, "params.normalize") ? Normalise.ALL : Normalise.NONE,
                number(wanted, "l2_lambda"));
        case "angular_hinge" ->
            new AngularHingeLoss(
                number(wanted, "alpha_degrees"),
                GoldenLosses.truth(wanted, "params.normalize")
                    ? AngularHingeLoss.Length.UNIT
                    : AngularHingeLoss.Length.OWN,
                new Given(triplets(wanted)));
        case "npair_angular" ->
            WeightedLosses.sum(
                new NPairsLoss(number(wanted, "l2_lambda"), Repeats.SHARE),
                new AngularMcLoss(
                    number(wanted, "alpha_degrees"),
                    GoldenLosses.truth(wanted, "params.normalize_angular")
                        ? Normalise.ALL
                        : Normalise.NONE,
                    0),
                number(wanted, "angular_weight"));
        case "npair_angular_all_negatives" ->
            WeightedLosses.sum(
                new NPairsBatchLoss(number(wanted, "l2_norm_weight")),
                new AngularBatchLoss(
                    number(wanted, "alpha_degrees"),
                    Normalise.ALL,
                    AngularBatchLoss.Positives.FIRST),
                number(wanted, "angular_weight"));
        case "ntxent" -> new NtXentLoss(number(wanted, "temperature"));
        case "supcon_nonzero" -> {
          double temperature = number(wanted, "temperature");
          yield new SupConLoss(temperature, temperature, Reduce.NONZERO);
        }
        case "supcon_all" ->
            new SupConLoss(
                number(wanted, "temperature"), number(wanted, "base_temperature"), Reduce.ALL);
        case "multi_similarity" ->
            new MultiSimilarityLoss(
                number(wanted, "alpha"),
                number(wanted, "beta"),
                number(wanted, "base"),
                wanted.hasPath("params.mining_epsilon")
                    ? number(wanted, "mining_epsilon")
                    : Double.POSITIVE_INFINITY);
        case "lifted_generalized" ->
            new LiftedAnchorLoss(number(wanted, "neg_margin"), number(wanted, "pos_margin"));
        case "lifted_pairs" -> new LiftedPairsLoss(number(wanted, "margin"));
        case "circle_anchor" ->
            new CircleLoss(number(wanted, "m"), number(wanted, "gamma"), Over.ANCHOR);
        case "circle_all" ->
            new CircleLoss(number(wanted, "m"), number(wanted, "gamma"), Over.BATCH);
        case "nca" -> new NcaLoss(number(wanted, "softmax_scale"));
        case "mnrl" -> new MultipleNegativesLoss(number(wanted, "scale"));
        default -> throw new IllegalArgumentException("No loss of ours is " + wanted);
      };
    }

    @Override
    public boolean normalised(Config wanted) {
      return !OWN.contains(wanted.getString("loss"))
          && GoldenLosses.Reading.super.normalised(wanted);
    }

    /** Where each row has a positive, the pairs only say which; the loss finds it by itself. */
    @Override
    public int[] rows(Config wanted, int size) {
      return wanted.getString("loss").equals("npair_angular_all_negatives")
          ? IntStream.range(0, size).toArray()
          : GoldenLosses.Reading.super.rows(wanted, size);
    }

    private static double number(Config wanted, String parameter) {
      return wanted.getDouble("params." + parameter);
    }

    private static Triplets triplets(Config wanted) {
      double[][] written = GoldenLosses.matrix(wanted, "inputs.triplets");
      return new Triplets(column(written, 0), column(written, 1), column(written, 2));
    }

    private static int[] column(double[][] rows, int k) {
      return Arrays.stream(rows).mapToInt(row -> (int) row[k]).toArray();
    }
  }

  /** Triplets that were chosen beforehand. */
  private record Given(Triplets triplets) implements Miner {

    @Override
    public Triplets mine(Distances distances, Rows rows, Seed seed) {
      return triplets;
    }
  }
}
