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
import java.util.stream.IntStream;
import org.anchorage.core.config.LossSettings.NPairs.Repeats;
import org.anchorage.core.gram.Distance;
import org.anchorage.mining.tuples.BatchHardMiner;
import org.anchorage.mining.tuples.Miner;
import org.anchorage.mining.tuples.SemiHardMiner;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden vectors: the few that travel with the source, and all where the whole set is at hand. */
class TestGoldenLosses {

  private static final Path FEW = Path.of("src/test/resources/golden");
  private static final Path ALL =
      Path.of(System.getProperty("anchorage.root", "."), "..", "shared", "golden");

  @ParameterizedTest
  @CsvSource({
    "losses_triplet.json, semi_hard_farther, 18",
    "losses_triplet.json, batch_hard, 9",
    "losses_npair_angular.json, npair_mc, 4",
    "losses_npair_angular.json, npair_multi, 3"
  })
  void agreeWithGoldenVectors(String file, String loss, int cases) throws IOException {
    assertThat(check(FEW.resolve(file), loss)).isEqualTo(cases);
  }

  @ParameterizedTest
  @CsvSource({
    "losses_triplet.json, semi_hard_farther, 94",
    "losses_triplet.json, batch_hard, 88",
    "losses_npair_angular.json, npair_mc, 56",
    "losses_npair_angular.json, npair_multi, 36"
  })
  void agreeWithAllGoldenVectors(String file, String loss, int cases) throws IOException {
    assumeThat(ALL).exists();

    assertThat(check(ALL.resolve(file), loss)).isEqualTo(cases);
  }

  private static int check(Path file, String loss) throws IOException {
    Map<String, Config> batches = new HashMap<>();
    int checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"embeddings\"")) {
        Config batch = parse(line);
        batches.put(batch.getString("id"), batch);
      } else if (line.contains("\"loss\":\"" + loss + "\"")
          && !line.contains("\"anchors\":\"all\"")) {
        Config wanted = parse(line);
        check(wanted, requireNonNull(batches.get(wanted.getString("batch"))));
        checked++;
      }
    }
    return checked;
  }

  private static void check(Config wanted, Config stored) {
    Batch whole =
        new Batch(
            matrix(stored, "embeddings"),
            stored.getIntList("labels").stream().mapToInt(label -> label).toArray());
    int[] taken = taken(wanted, whole.labels().length);
    Batch batch = whole.taken(taken);
    boolean normalise = truth(wanted, "params.normalize");
    Batch seen = normalise ? batch.normalised() : batch;
    RankingLoss loss = loss(wanted);
    LossResult result = seen.evaluate(loss);
    if (wanted.hasPath("expected.special")) {
      // Without positive pairs the source divides 0 by 0; here such a batch teaches nothing.
      assertThat(result.value()).isZero();
      assertThat(result.slope()).containsOnly(0);
      return;
    }
    double value = wanted.getDouble("expected.loss");
    assertThat(result.value())
        .as(wanted.getString("id"))
        .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
    if (wanted.getString("gradient").equals("smooth")) {
      double[][] gradient = seen.gradient(loss);
      checkGradient(wanted, taken, normalise ? batch.throughNormalising(gradient) : gradient);
    }
  }

  private static void checkGradient(Config wanted, int[] taken, double[][] gradient) {
    double[][] expected = matrix(wanted, "expected.grad");
    double largest =
        Arrays.stream(expected).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    double[][] placed = new double[expected.length][expected[0].length];
    for (int i = 0; i < taken.length; i++) {
      placed[taken[i]] = gradient[i];
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(placed[i])
          .as(wanted.getString("id"))
          .containsExactly(expected[i], within(1e-8 * Math.max(1, largest)));
    }
  }

  private static RankingLoss loss(Config wanted) {
    if (wanted.getString("loss").startsWith("npair")) {
      return new NPairsLoss(wanted.getDouble("params.l2_lambda"), Repeats.SHARE);
    }
    boolean semiHard = wanted.getString("loss").equals("semi_hard_farther");
    Miner miner = semiHard ? new SemiHardMiner() : new BatchHardMiner();
    Term term =
        truth(wanted, "params.soft")
            ? new Term.Soft()
            : new Term.Hinge(wanted.getDouble("params.margin"));
    String distance =
        semiHard
            ? wanted.getString("params.distance")
            : truth(wanted, "params.squared") ? "squared-L2" : "L2";
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

  /** Returns which rows of the batch the loss sees, in its order. */
  private static int[] taken(Config wanted, int size) {
    if (!wanted.hasPath("inputs.pairs")) {
      return IntStream.range(0, size).toArray();
    }
    return Arrays.stream(matrix(wanted, "inputs.pairs"))
        .flatMapToDouble(Arrays::stream)
        .mapToInt(index -> (int) index)
        .toArray();
  }

  private static boolean truth(Config wanted, String path) {
    return wanted.hasPath(path) && wanted.getBoolean(path);
  }

  static double[][] matrix(Config config, String path) {
    return config.getList(path).stream()
        .map(
            row ->
                ((List<?>) row.unwrapped())
                    .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray())
        .toArray(double[][]::new);
  }

  static Config parse(String line) {
    return ConfigFactory.parseString(
        line.endsWith(",") ? line.substring(0, line.length() - 1) : line,
        ConfigParseOptions.defaults().setSyntax(ConfigSyntax.JSON));
  }
}
