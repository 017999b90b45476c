/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import java.io.IOException;
import org.anchorage.core.config.LossSettings.NPairs.Repeats;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden vectors: the few that travel with the source, and all where the whole set is at hand. */
class TestGoldenLosses {

  @ParameterizedTest
  @CsvSource({
    "losses_triplet.json, semi_hard_farther, 18",
    "losses_triplet.json, batch_hard, 9",
    "losses_npair_angular.json, npair_mc, 4",
    "losses_npair_angular.json, npair_multi, 3"
  })
  void agreeWithGoldenVectors(String file, String loss, int cases) throws IOException {
    assertThat(GoldenLosses.check(GoldenLosses.FEW.resolve(file), loss, TestGoldenLosses::loss))
        .isEqualTo(cases);
  }

  @ParameterizedTest
  @CsvSource({
    "losses_triplet.json, semi_hard_farther, 94",
    "losses_triplet.json, batch_hard, 88",
    "losses_npair_angular.json, npair_mc, 56",
    "losses_npair_angular.json, npair_multi, 36"
  })
  void agreeWithAllGoldenVectors(String file, String loss, int cases) throws IOException {
    assumeThat(GoldenLosses.ALL).exists();

    assertThat(GoldenLosses.check(GoldenLosses.ALL.resolve(file), loss, TestGoldenLosses::loss))
        .isEqualTo(cases);
  }

  private static RankingLoss loss(Config wanted) {
    if (wanted.getString("loss").startsWith("npair")) {
      return new NPairsLoss(wanted.getDouble("params.l2_lambda"), Repeats.SHARE);
    }
    boolean semiHard = wanted.getString("loss").equals("semi_hard_farther");
    Miner miner = semiHard ? new SemiHardMiner() : new BatchHardMiner();
    Term term =
        GoldenLosses.truth(wanted, "params.soft")
            ? new Term.Soft()
            : new Term.Hinge(wanted.getDouble("params.margin"));
    String distance =
        semiHard
            ? wanted.getString("params.distance")
            : GoldenLosses.truth(wanted, "params.squared") ? "squared-L2" : "L2";
    return new TripletLoss(distance(distance), miner, term, Reducer.MEAN);
  }

  private static Distance distance(String name) {
    return switch (name) {
      case "squared-L2" -> Distance.SQUARED_EUCLIDEAN;
      case "L2" -> Distance.EUCLIDEAN;
      case "angular" -> Distance.COSINE;
      default -> throw new IllegalArgumentException("No distance is called " + name);
    };
  }
}
