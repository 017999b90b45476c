/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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

/** Golden vectors of losses, and the comparison of ours with them. */
final class GoldenLosses {

  /** The few that travel with the source. */
  static final Path FEW = Path.of("src/test/resources/golden");

  /** The whole set, where it is at hand. */
  static final Path ALL =
      Path.of(System.getProperty("anchorage.root", "."), "..", "shared", "golden");

  /** How a golden case is put to a loss of ours. */
  interface Reading {

    /** Returns the loss of a case. */
    RankingLoss loss(Config wanted);

    /** Returns whether the rows are to be normalised before the loss sees them. */
    default boolean normalised(Config wanted) {
      return truth(wanted, "params.normalize");
    }

    /** Returns which rows of the batch the loss sees, in its order. */
    default int[] rows(Config wanted, int size) {
      if (!wanted.hasPath("inputs.pairs")) {
        return IntStream.range(0, size).toArray();
      }
      return Arrays.stream(matrix(wanted, "inputs.pairs"))
          .flatMapToDouble(Arrays::stream)
          .mapToInt(index -> (int) index)
          .toArray();
    }
  }

  private GoldenLosses() {}

  /** Checks all cases of a loss, and returns how many there are. */
  static int check(Path file, String loss, Reading reading) throws IOException {
    Map<String, Config> batches = new HashMap<>();
    int checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"embeddings\"")) {
        Config batch = parse(line);
        batches.put(batch.getString("id"), batch);
      } else if (line.contains("\"loss\":\"" + loss + "\"")
          && !line.contains("\"anchors\":\"all\"")) {
        Config wanted = parse(line);
        check(wanted, requireNonNull(batches.get(wanted.getString("batch"))), reading);
        checked++;
      }
    }
    return checked;
  }

  private static void check(Config wanted, Config stored, Reading reading) {
    Batch whole =
        new Batch(
            matrix(stored, "embeddings"),
            stored.getIntList("labels").stream().mapToInt(label -> label).toArray());
    int[] taken = reading.rows(wanted, whole.labels().length);
    Batch batch = whole.taken(taken);
    boolean normalised = reading.normalised(wanted);
    Batch seen = normalised ? batch.normalised() : batch;
    RankingLoss loss = reading.loss(wanted);
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
      checkGradient(wanted, taken, normalised ? batch.throughNormalising(gradient) : gradient);
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

  /** Returns whether a case has a parameter and it is true. */
  static boolean truth(Config wanted, String path) {
    return wanted.hasPath(path) && wanted.getBoolean(path);
  }

  /** Returns rows of numbers. */
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
