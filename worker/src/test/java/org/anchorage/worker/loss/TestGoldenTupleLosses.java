/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

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
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.AllPairsMiner;
import org.anchorage.mining.tuples.AllTripletsMiner;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.GivenMiner;
import org.anchorage.mining.tuples.HardestNegativeMiner;
import org.anchorage.mining.tuples.MarginMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.Pairs;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.anchorage.mining.tuples.Triplets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden vectors of losses of pairs and triplets. */
class TestGoldenTupleLosses {

  private static final Path FEW = Path.of("src/test/resources/golden");
  private static final Path ALL =
      Path.of(System.getProperty("anchorage.root", "."), "..", "shared", "golden");

  @ParameterizedTest
  @CsvSource({"losses_contrastive.json, 46", "losses_triplet.json, 66"})
  void agreeWithGoldenVectors(String file, int cases) throws IOException {
    assertThat(check(FEW.resolve(file))).isEqualTo(cases);
  }

  @ParameterizedTest
  @CsvSource({"losses_contrastive.json, 394", "losses_triplet.json, 652"})
  void agreeWithAllGoldenVectors(String file, int cases) throws IOException {
    assumeThat(ALL).exists();

    assertThat(check(ALL.resolve(file))).isEqualTo(cases);
  }

  private static int check(Path file) throws IOException {
    Map<String, Config> batches = new HashMap<>();
    int checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"embeddings\"")) {
        Config batch = parse(line);
        batches.put(batch.getString("id"), batch);
      } else if (line.contains("\"loss\":\"margin_ranking\"")) {
        checkScores(parse(line));
        checked++;
      } else if (line.contains("\"loss\":\"")) {
        Config wanted = parse(line);
        Config batch = requireNonNull(batches.get(wanted.getString("batch")));
        losses(wanted).forEach(loss -> check(wanted, batch, loss));
        checked++;
      }
    }
    return checked;
  }

  private static void check(Config wanted, Config stored, RankingLoss loss) {
    String id = wanted.getString("id");
    Batch batch =
        new Batch(
            matrix(stored, "embeddings"),
            stored.getIntList("labels").stream().mapToInt(label -> label).toArray());
    boolean normalise = truth(wanted, "params.normalize");
    Batch seen = normalise ? batch.normalised() : batch;
    LossResult result = seen.evaluate(loss);
    if (wanted.hasPath("expected.special")) {
      // Without positive pairs the source divides 0 by 0; here such a batch teaches nothing.
      assertThat(result.value()).isZero();
      assertThat(result.slope()).containsOnly(0);
      return;
    }
    double value = wanted.getDouble("expected.loss");
    assertThat(result.value()).as(id).isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
    if (wanted.hasPath("expected.num_triplets")) {
      assertThat(result.tuples()).as(id).isEqualTo(wanted.getLong("expected.num_triplets"));
      assertThat(result.active()).as(id).isEqualTo(wanted.getLong("expected.num_active"));
    }
    if (wanted.getString("gradient").equals("smooth")) {
      double[][] gradient = seen.gradient(loss);
      double[][] through = normalise ? batch.throughNormalising(gradient) : gradient;
      double[][] expected = matrix(wanted, "expected.grad");
      double largest =
          Arrays.stream(expected).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
      for (int i = 0; i < expected.length; i++) {
        assertThat(through[i])
            .as(id)
            .containsExactly(expected[i], within(1e-8 * Math.max(1, largest)));
      }
    }
  }

  private static void checkScores(Config wanted) {
    MarginRankingLoss.Result result =
        new MarginRankingLoss(wanted.getDouble("params.margin"))
            .evaluate(
                doubles(wanted, "inputs.x1"),
                doubles(wanted, "inputs.x2"),
                wanted.getIntList("inputs.target").stream().mapToInt(target -> target).toArray());
    assertThat(result.value()).isCloseTo(wanted.getDouble("expected.loss"), within(1e-9));
    assertThat(result.firstSlope())
        .containsExactly(doubles(wanted, "expected.grad"), within(1e-12));
    assertThat(result.secondSlope())
        .containsExactly(doubles(wanted, "expected.grad_x2"), within(1e-12));
  }

  /** Returns the losses of ours that a case speaks of: all that compute the same. */
  private static List<RankingLoss> losses(Config wanted) {
    return switch (wanted.getString("loss")) {
      case "contrastive_squared" ->
          List.of(
              contrastive(
                  wanted,
                  Distance.EUCLIDEAN,
                  truth(wanted, "params.half")
                      ? ContrastiveLoss.Form.HALF_SQUARED
                      : ContrastiveLoss.Form.SQUARED,
                  wanted.getDouble("params.margin")));
      case "contrastive_unsquared" ->
          List.of(
              contrastive(
                  wanted,
                  Distance.EUCLIDEAN,
                  ContrastiveLoss.Form.LINEAR,
                  wanted.getDouble("params.margin")));
      case "cosine_embedding" ->
          List.of(
              contrastive(
                  wanted,
                  Distance.COSINE,
                  ContrastiveLoss.Form.LINEAR,
                  1 - wanted.getDouble("params.margin")));
      case "contrastive_pos_neg" ->
          List.of(
              new ContrastiveLoss(
                  Distance.EUCLIDEAN,
                  new AllPairsMiner(AllPairsMiner.Order.ORDERED),
                  ContrastiveLoss.Form.LINEAR,
                  wanted.getDouble("params.pos_margin"),
                  wanted.getDouble("params.neg_margin"),
                  ContrastiveLoss.Mean.EACH_SIDE_NON_ZERO));
      case "margin_beta" ->
          List.of(
              new MarginLoss(
                  Distance.EUCLIDEAN,
                  new AllTripletsMiner(),
                  wanted.getDouble("params.margin"),
                  wanted.getDouble("params.beta"),
                  0));
      case "triplet_torch" ->
          List.of(
              new TripletMarginLoss(
                  given(wanted),
                  wanted.getDouble("params.margin"),
                  wanted.getDouble("params.eps"),
                  swap(wanted)));
      case "triplet_all", "triplet_all_soft", "batch_all" ->
          List.of(
              new BatchAllLoss(distance(wanted), term(wanted), swap(wanted), reducer(wanted)),
              new TripletLoss(
                  distance(wanted),
                  new AllTripletsMiner(),
                  term(wanted),
                  swap(wanted),
                  reducer(wanted)));
      default ->
          List.of(new TripletLoss(distance(wanted), miner(wanted), term(wanted), reducer(wanted)));
    };
  }

  private static RankingLoss contrastive(
      Config wanted, Distance distance, ContrastiveLoss.Form form, double margin) {
    Miner miner =
        wanted.getString("params.pairs").equals("consecutive")
            ? givenPairs(matrix(wanted, "inputs.pairs"))
            : new AllPairsMiner(AllPairsMiner.Order.UNORDERED);
    return new ContrastiveLoss(distance, miner, form, 0, margin, ContrastiveLoss.Mean.ALL_PAIRS);
  }

  private static Miner miner(Config wanted) {
    return switch (wanted.getString("loss")) {
      case "margin_ranking_distances" -> given(wanted);
      case "batch_hard" ->
          new BatchHardMiner(
              wanted.getString("params.anchors").equals("all")
                  ? BatchHardMiner.Anchors.ALL
                  : BatchHardMiner.Anchors.VALID);
      case "semi_hard_farther" -> new SemiHardMiner();
      case "semi_hard_band" ->
          new MarginMiner(MarginMiner.Kind.SEMI_HARD, wanted.getDouble("params.margin"));
      case "hardest_negative_pairs" -> new HardestNegativeMiner(wanted.getDouble("params.margin"));
      default -> throw new IllegalArgumentException("No loss is called " + wanted);
    };
  }

  private static Term term(Config wanted) {
    if (wanted.getString("loss").equals("triplet_all_soft")) {
      return new Term.Soft(wanted.getDouble("params.margin"));
    }
    return truth(wanted, "params.soft")
        ? new Term.Soft()
        : new Term.Hinge(wanted.getDouble("params.margin"));
  }

  private static Swap swap(Config wanted) {
    return truth(wanted, "params.swap") ? Swap.WHERE_NEARER : Swap.NEVER;
  }

  private static Reducer reducer(Config wanted) {
    return switch (wanted.getString("loss")) {
      case "batch_all" -> Reducer.SUM_OVER_ACTIVE;
      case "semi_hard_band" -> Reducer.MEAN_NON_ZERO;
      case "triplet_all" ->
          wanted.getString("params.reduction").equals("mean")
              ? Reducer.MEAN
              : Reducer.MEAN_NON_ZERO;
      default -> Reducer.MEAN;
    };
  }

  private static Distance distance(Config wanted) {
    if (wanted.getString("loss").equals("hardest_negative_pairs")) {
      return Distance.SQUARED_EUCLIDEAN;
    }
    if (!wanted.hasPath("params.distance")) {
      return truth(wanted, "params.squared") ? Distance.SQUARED_EUCLIDEAN : Distance.EUCLIDEAN;
    }
    return switch (wanted.getString("params.distance")) {
      case "squared-L2" -> Distance.SQUARED_EUCLIDEAN;
      case "L2" -> Distance.EUCLIDEAN;
      case "angular" -> Distance.COSINE;
      default -> throw new IllegalArgumentException("No distance is called " + wanted);
    };
  }

  private static Miner given(Config wanted) {
    double[][] triplets = matrix(wanted, "inputs.triplets");
    return new GivenMiner(
        new Triplets(column(triplets, 0), column(triplets, 1), column(triplets, 2)));
  }

  /** Golden pairs are [i, j, same]. */
  private static Miner givenPairs(double[][] pairs) {
    double[][] same = Arrays.stream(pairs).filter(p -> p[2] == 1).toArray(double[][]::new);
    double[][] other = Arrays.stream(pairs).filter(p -> p[2] == 0).toArray(double[][]::new);
    return new GivenMiner(
        new Pairs(column(same, 0), column(same, 1), column(other, 0), column(other, 1)));
  }

  private static int[] column(double[][] rows, int column) {
    return Arrays.stream(rows).mapToInt(row -> (int) row[column]).toArray();
  }

  private static boolean truth(Config wanted, String path) {
    return wanted.hasPath(path) && wanted.getBoolean(path);
  }

  private static double[] doubles(Config config, String path) {
    return config.getDoubleList(path).stream().mapToDouble(value -> value).toArray();
  }

  private static double[][] matrix(Config config, String path) {
    return config.getList(path).stream()
        .map(
            row ->
                ((List<?>) row.unwrapped())
                    .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray())
        .toArray(double[][]::new);
  }

  private static Config parse(String line) {
    return ConfigFactory.parseString(
        line.endsWith(",") ? line.substring(0, line.length() - 1) : line,
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
  }
}
