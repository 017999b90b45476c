/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.anchorage.core.gram.Distance;
import org.anchorage.core.gram.Distances;
import org.anchorage.core.gram.Rows;
import org.junit.jupiter.api.Test;

/** Golden vectors: the few that travel with the source, and all where the whole set is at hand. */
class TestGoldenMiners {

  private static final Path ALL =
      Path.of(System.getProperty("anchorage.root", "."), "..", "shared", "golden", "miners.json");

  @Test
  void selectAsGoldenVectors() throws IOException {
    assertThat(check(Path.of("src/test/resources/golden/miners.json"))).isEqualTo(93);
  }

  @Test
  void selectAsAllGoldenVectors() throws IOException {
    assumeThat(ALL).exists();

    assertThat(check(ALL)).isEqualTo(1094);
  }

  private static int check(Path file) throws IOException {
    Map<String, Config> batches = new HashMap<>();
    int checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"embeddings\"")) {
        Config batch = parse(line);
        batches.put(batch.getString("id"), batch);
      } else if (line.contains("\"miner\":\"")) {
        Config wanted = parse(line);
        check(wanted, requireNonNull(batches.get(wanted.getString("batch"))));
        checked++;
      }
    }
    return checked;
  }

  private static void check(Config wanted, Config batch) {
    double[][] rows =
        batch.getList("embeddings").stream()
            .map(row -> doubles((List<?>) row.unwrapped()))
            .toArray(double[][]::new);
    Rows labels = Rows.of(batch.getIntList("labels").stream().mapToInt(label -> label).toArray());
    Distances distances = distances(wanted.getString("distance"), rows);
    if (wanted.hasPath("expected.probabilities")) {
      checkProbabilities(wanted, distances, labels, rows[0].length);
      return;
    }
    Tuples tuples = miner(wanted).mine(distances, labels, Points.SEED);
    if (wanted.hasPath("expected.triplets_and_fallback")) {
      assertThat(withFallback(tuples.triplets(), distances))
          .as(wanted.getString("id"))
          .isEqualTo(wanted.getAnyRef("expected.triplets_and_fallback"));
    } else if (wanted.hasPath("expected.triplets")) {
      assertThat(Points.written(tuples.triplets()))
          .as(wanted.getString("id"))
          .isEqualTo(wanted.getAnyRef("expected.triplets"));
    } else {
      Pairs pairs = tuples.pairs();
      assertThat(Points.written(pairs.positiveAnchors(), pairs.positives()))
          .as(wanted.getString("id"))
          .isEqualTo(wanted.getAnyRef("expected.positive_pairs"));
      assertThat(Points.written(pairs.negativeAnchors(), pairs.negatives()))
          .as(wanted.getString("id"))
          .isEqualTo(wanted.getAnyRef("expected.negative_pairs"));
    }
  }

  private static void checkProbabilities(
      Config wanted, Distances distances, Rows labels, int dimension) {
    DistanceWeightedMiner miner =
        new DistanceWeightedMiner(
            dimension,
            wanted.getDouble("params.cutoff"),
            wanted.getDouble("params.nonzero_loss_cutoff"));
    for (int a = 0; a < labels.size(); a++) {
      double[] expected =
          doubles((List<?>) wanted.getList("expected.probabilities").get(a).unwrapped());
      assertThat(miner.probabilities(a, distances, labels))
          .as(wanted.getString("id"))
          .containsExactly(expected, within(1e-9));
    }
  }

  private static Miner miner(Config wanted) {
    return switch (wanted.getString("miner")) {
      case "batch_hard" -> new BatchHardMiner();
      case "semi_hard_farther" -> new SemiHardMiner();
      case "closest_negative_pairs" -> new ClosestNegativesMiner();
      case "multi_similarity" -> new MultiSimilarityMiner(wanted.getDouble("params.epsilon"));
      case "batch_easy_hard" ->
          new BatchEasyHardMiner(
              strategy(wanted.getString("params.positive")),
              strategy(wanted.getString("params.negative")),
              range(wanted, "params.positive_range"),
              range(wanted, "params.negative_range"));
      case "triplet_margin" ->
          new MarginMiner(kind(wanted.getString("params.type")), wanted.getDouble("params.margin"));
      case "pair_margin" -> {
        // Golden margins of the cosine are similarities.
        boolean similarity = wanted.getString("distance").equals("cosine_similarity");
        double positive = wanted.getDouble("params.positive_margin");
        double negative = wanted.getDouble("params.negative_margin");
        yield new PairMarginMiner(
            similarity ? 1 - positive : positive, similarity ? 1 - negative : negative);
      }
      default -> throw new IllegalArgumentException("No miner is called " + wanted);
    };
  }

  private static BatchEasyHardMiner.Strategy strategy(String name) {
    return name.equals("semihard")
        ? BatchEasyHardMiner.Strategy.SEMI_HARD
        : BatchEasyHardMiner.Strategy.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static MarginMiner.Kind kind(String name) {
    return switch (name) {
      case "all" -> MarginMiner.Kind.WITHIN;
      case "semihard" -> MarginMiner.Kind.SEMI_HARD;
      default -> MarginMiner.Kind.valueOf(name.toUpperCase(Locale.ROOT));
    };
  }

  private static BatchEasyHardMiner.Range range(Config wanted, String path) {
    if (!wanted.hasPath(path)) {
      return BatchEasyHardMiner.Range.ANY;
    }
    List<Double> ends = wanted.getDoubleList(path);
    return new BatchEasyHardMiner.Range(ends.get(0), ends.get(1));
  }

  /** Golden triplets say whether no negative was farther, and leave out those without negative. */
  private static List<List<Integer>> withFallback(Triplets triplets, Distances distances) {
    List<List<Integer>> written = new ArrayList<>();
    for (List<Integer> triplet : Points.written(triplets)) {
      int a = triplet.get(0);
      int p = triplet.get(1);
      int n = triplet.get(2);
      if (n != a) {
        int fallback = distances.between(a, n) > distances.between(a, p) ? 0 : 1;
        written.add(List.of(a, p, n, fallback));
      }
    }
    return written;
  }

  private static Distances distances(String name, double[][] rows) {
    return switch (name) {
      case "squared_euclidean" -> Points.distances(Distance.SQUARED_EUCLIDEAN, rows);
      case "euclidean" -> Points.distances(Distance.EUCLIDEAN, rows);
      case "cosine_similarity" -> Points.distances(Distance.COSINE, rows);
      case "euclidean_normalized" -> Points.distances(Distance.EUCLIDEAN, normalised(rows));
      default -> throw new IllegalArgumentException("No distance is called " + name);
    };
  }

  private static double[][] normalised(double[][] rows) {
    double[][] unit = new double[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      double squares = 0;
      for (double value : rows[i]) {
        squares += value * value;
      }
      unit[i] = rows[i].clone();
      for (int k = 0; k < unit[i].length; k++) {
        unit[i][k] /= Math.sqrt(squares);
      }
    }
    return unit;
  }

  private static double[] doubles(List<?> row) {
    return row.stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray();
  }

  private static Config parse(String line) {
    return ConfigFactory.parseString(
        line.endsWith(",") ? line.substring(0, line.length() - 1) : line,
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
  }
}
