/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.typesafe.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.anchorage.core.gram.Rows;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Golden vectors of losses with a vector a class, whose gradients are wanted too. */
class TestGoldenClassVectorLosses {

  private static final String FILE = "losses_proxy_softmax.json";
  private static final Path FEW = Path.of("src/test/resources/golden");
  private static final Path ALL =
      Path.of(System.getProperty("anchorage.root", "."), "..", "shared", "golden");

  @ParameterizedTest
  @CsvSource({
    "proxy_nca, 6",
    "proxy_nca_exclusive, 2",
    "proxy_nca_smoothed, 4",
    "proxy_anchor, 4",
    "softmax_cross_entropy, 2",
    "normalized_softmax, 4"
  })
  void agreeWithGoldenVectors(String loss, int cases) throws IOException {
    assertThat(check(FEW.resolve(FILE), loss)).isEqualTo(cases);
  }

  @ParameterizedTest
  @CsvSource({
    "proxy_nca, 45",
    "proxy_nca_exclusive, 15",
    "proxy_nca_smoothed, 30",
    "proxy_anchor, 30",
    "softmax_cross_entropy, 15",
    "normalized_softmax, 30"
  })
  void agreeWithAllGoldenVectors(String loss, int cases) throws IOException {
    assumeThat(ALL).exists();

    assertThat(check(ALL.resolve(FILE), loss)).isEqualTo(cases);
  }

  private static int check(Path file, String loss) throws IOException {
    Map<String, Config> batches = new HashMap<>();
    int checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"embeddings\"")) {
        Config batch = GoldenLosses.parse(line);
        batches.put(batch.getString("id"), batch);
      } else if (line.contains("\"loss\":\"" + loss + "\"")) {
        Config wanted = GoldenLosses.parse(line);
        check(wanted, requireNonNull(batches.get(wanted.getString("batch"))));
        checked++;
      }
    }
    return checked;
  }

  private static void check(Config wanted, Config batch) {
    boolean proxies = wanted.hasPath("inputs.proxies");
    double[][] embeddings = GoldenLosses.matrix(batch, "embeddings");
    double[][] own = GoldenLosses.matrix(wanted, proxies ? "inputs.proxies" : "inputs.weights");
    LearningStep step =
        new LearningStep(
            Stream.of(embeddings, own).flatMap(Arrays::stream).toArray(double[][]::new),
            Rows.of(batch.getIntList("labels").stream().mapToInt(label -> label).toArray()),
            numbers(wanted, "inputs.bias"));
    RankingLoss loss = loss(wanted, own.length);

    LossResult result = step.evaluate(loss);
    double[][] gradient = step.gradient(loss);

    double value = wanted.getDouble("expected.loss");
    assertThat(result.value())
        .as(wanted.getString("id"))
        .isCloseTo(value, within(1e-9 * Math.max(1, Math.abs(value))));
    int size = embeddings.length;
    checkRows(wanted, "expected.grad", Arrays.copyOf(gradient, size));
    checkRows(
        wanted,
        proxies ? "expected.grad_proxies" : "expected.grad_weights",
        Arrays.copyOfRange(gradient, size, gradient.length));
    double[] biases = numbers(wanted, "expected.grad_bias");
    assertThat(result.numberSlopes())
        .as(wanted.getString("id"))
        .containsExactly(biases, within(1e-8));
  }

  private static void checkRows(Config wanted, String path, double[][] actual) {
    double[][] expected = GoldenLosses.matrix(wanted, path);
    double largest =
        Arrays.stream(expected).flatMapToDouble(Arrays::stream).map(Math::abs).max().orElse(0);
    assertThat(actual).hasDimensions(expected.length, expected[0].length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(actual[i])
          .as(wanted.getString("id") + " " + path)
          .containsExactly(expected[i], within(1e-8 * Math.max(1, largest)));
    }
  }

  private static RankingLoss loss(Config wanted, int classes) {
    Config params = wanted.getConfig("params");
    return switch (wanted.getString("loss")) {
      case "proxy_nca" ->
          new ProxyNcaLoss(
              classes, params.getDouble("softmax_scale"), ProxyNcaLoss.Own.INSIDE, 0, 1);
      case "proxy_nca_exclusive" ->
          new ProxyNcaLoss(
              classes, params.getDouble("softmax_scale"), ProxyNcaLoss.Own.OUTSIDE, 0, 1);
      case "proxy_nca_smoothed" ->
          new ProxyNcaLoss(
              classes,
              params.getDouble("scale_x") * params.getDouble("scale_p"),
              ProxyNcaLoss.Own.INSIDE,
              params.getDouble("smoothing"),
              1);
      case "proxy_anchor" ->
          new ProxyAnchorLoss(classes, params.getDouble("alpha"), params.getDouble("margin"), 1);
      case "softmax_cross_entropy" -> new SoftmaxLoss(classes, 1);
      case "normalized_softmax" ->
          new NormalisedSoftmaxLoss(classes, params.getDouble("temperature"), 1);
      default -> throw new IllegalArgumentException("No loss for " + wanted.getString("loss"));
    };
  }

  private static double[] numbers(Config config, String path) {
    return config.hasPath(path)
        ? config.getDoubleList(path).stream().mapToDouble(value -> value).toArray()
        : new double[0];
  }
}
