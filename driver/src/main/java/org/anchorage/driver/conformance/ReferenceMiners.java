/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Range;
import org.anchorage.core.config.miner.BatchEasyHardMinerSettings.Strategy;
import org.anchorage.core.config.miner.MarginMinerSettings.Kind;
import org.anchorage.mining.tuples.BatchEasyHardMiner;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.ClosestNegativesMiner;
import org.anchorage.mining.tuples.MarginMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.MultiSimilarityMiner;
import org.anchorage.mining.tuples.PairMarginMiner;
import org.anchorage.mining.tuples.SemiHardMiner;

/** Finds our miner for a reference case. */
final class ReferenceMiners {

  private ReferenceMiners() {}

  /** Returns the miner of a case; empty if no miner has the case's name. */
  static Optional<Miner> of(JsonNode wanted) {
    JsonNode parameters = wanted.get("params");
    return Optional.ofNullable(
        switch (wanted.get("miner").textValue()) {
          case "batch_hard" -> new BatchHardMiner();
          case "semi_hard_farther" -> new SemiHardMiner();
          case "closest_negative_pairs" -> new ClosestNegativesMiner();
          case "multi_similarity" ->
              new MultiSimilarityMiner(parameters.get("epsilon").doubleValue());
          case "batch_easy_hard" ->
              new BatchEasyHardMiner(
                  strategy(parameters.get("positive").textValue()),
                  strategy(parameters.get("negative").textValue()),
                  range(wanted, "positive_range"),
                  range(wanted, "negative_range"));
          case "triplet_margin" ->
              new MarginMiner(
                  kind(parameters.get("type").textValue()), parameters.get("margin").doubleValue());
          case "pair_margin" -> pairMargin(wanted);
          default -> null;
        });
  }

  private static PairMarginMiner pairMargin(JsonNode wanted) {
    double positive = wanted.get("params").get("positive_margin").doubleValue();
    double negative = wanted.get("params").get("negative_margin").doubleValue();
    return similarity(wanted)
        ? new PairMarginMiner(1 - positive, 1 - negative)
        : new PairMarginMiner(positive, negative);
  }

  /** Whether distances are cosines: references take cos, where larger is nearer; ours, 1 - cos. */
  private static boolean similarity(JsonNode wanted) {
    return wanted.get("distance").textValue().equals("cosine_similarity");
  }

  private static Range range(JsonNode wanted, String key) {
    JsonNode ends = wanted.get("params").path(key);
    if (!ends.isArray()) {
      return Range.ANY;
    }
    double least = ends.get(0).doubleValue();
    double most = ends.get(1).doubleValue();
    return similarity(wanted) ? new Range(1 - most, 1 - least) : new Range(least, most);
  }

  private static Strategy strategy(String name) {
    return name.equals("semihard")
        ? Strategy.SEMI_HARD
        : Strategy.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "all" -> Kind.WITHIN;
      case "semihard" -> Kind.SEMI_HARD;
      default -> Kind.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }
}
