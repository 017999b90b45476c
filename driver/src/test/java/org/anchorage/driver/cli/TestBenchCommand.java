/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TestBenchCommand {

  private static final List<String> TINY =
      List.of("--warm-up=0", "--repeats=2", "--batch=8", "embedding.dim=8", "encoder.width=4");

  @TempDir Path directory;

  @BeforeEach
  void withoutSpark() {
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
  }

  private JsonNode bench(String stage, String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("bench", stage));
    all.addAll(TINY);
    all.addAll(List.of(words));
    Path json = directory.resolve("result.json");
    all.add("--json=" + json);
    assertThat(Main.run(all.toArray(String[]::new))).isZero();
    return new ObjectMapper().readTree(json.toFile());
  }

  private static void assertPositive(JsonNode result, String... keys) {
    for (String key : keys) {
      assertThat(result.path(key).asDouble()).as(key).isPositive();
    }
  }

  private static void assertShares(JsonNode result, String... parts) {
    JsonNode shares = result.path("shares");
    assertThat(shares.fieldNames()).toIterable().containsExactly(parts);
    double sum = 0;
    for (JsonNode share : shares) {
      assertThat(share.asDouble()).isBetween(0.0, 1.0);
      sum += share.asDouble();
    }
    assertThat(sum).isCloseTo(1, within(1e-9));
  }

  @ParameterizedTest
  @CsvSource({
    "c2f2, triplet, loss.triplet.miner=batch-hard",
    "c2f2, n-pairs, embedding.normalise=false",
    "residual, softmax, image.width=16",
  })
  void stepsAreTimedByPart(String encoder, String loss, String word) throws IOException {
    JsonNode result =
        bench("step", "--steps=1", "--encoder=" + encoder, "--loss=" + loss, "--workers=3", word);

    assertPositive(
        result,
        "train_images_per_s",
        "min_train_images_per_s",
        "forward_images_per_s",
        "max_forward_images_per_s",
        "threads");
    assertThat(result.path("workers").asInt()).isEqualTo(3);
    assertThat(result.path("batch").asInt()).isEqualTo(8);
    assertThat(result.path("loss").asText()).isEqualTo(loss);
    assertThat(result.path("encoder").asText()).isEqualTo(encoder);
    assertThat(result.path("library").asText()).isNotEmpty();
    assertShares(result, "forward", "loss", "backward", "optimiser", "other");
  }

  @Test
  void stockLayersAreTimedInTheirPlace() throws IOException {
    JsonNode result = bench("step", "--steps=1", "--layers=stock");

    assertThat(result.path("layers").asText()).isEqualTo("stock");
    assertPositive(result, "train_images_per_s", "forward_images_per_s");
    assertShares(result, "loss", "other");
  }

  @Test
  void roundsAreThoseAfterTheWarmUp() throws IOException {
    String[] words = {
      "--encoder=mobilenet-v2",
      "encoder.multiplier=0.1",
      "image.width=32",
      "image.height=32",
      "rounds.steps=1",
      "rounds.encoding=float",
      "optimiser.state=reset",
      "encoder.warm-up=1"
    };
    JsonNode result = bench("round", words);

    assertPositive(result, "images_per_s");
    // Two workers, four bytes a parameter; a head alone has 8 x 1281 of them.
    assertThat(result.path("bytes_sent").asLong()).isGreaterThan(2 * 4 * 8 * 1281);
  }

  @Test
  void embeddingIsTimed() throws IOException {
    JsonNode result = bench("embed", "--steps=1", "--workers=1");

    assertPositive(result, "forward_images_per_s", "min_forward_images_per_s", "threads");
    assertThat(result.path("workers").asInt()).isEqualTo(1);
  }

  @Test
  void neighboursAreTimed() throws IOException {
    JsonNode result = bench("neighbours", "--count=5000", "--dim=4", "--k=3");

    assertPositive(result, "rows_per_s", "seconds", "min_seconds", "prepare_seconds");
    assertThat(result.path("count").asInt()).isEqualTo(5000);
    assertThat(result.path("rows_per_s").asDouble() * result.path("seconds").asDouble())
        .isCloseTo(5000, within(1e-6));
  }

  @Test
  void roundsAreTimedByPart() throws IOException {
    JsonNode result = bench("round", "rounds.steps=2", "image.width=16", "image.height=16");

    assertPositive(result, "images_per_s", "max_images_per_s", "seconds", "checkpoint_seconds");
    assertThat(result.path("steps").asInt()).isEqualTo(2);
    // 2 workers x 2 steps x 8 images
    assertThat(result.path("images").asInt()).isEqualTo(32);
    assertShares(
        result, "forward", "loss", "backward", "optimiser", "other", "input", "waiting", "outside");
  }

  @ParameterizedTest
  @CsvSource({
    "half, averaged, 8004, 6008",
    "float, averaged, 12000, 12000",
    "half, reset, 4000, 2004",
  })
  void exchangeIsTimedByPartAndItsBytesAreCounted(String encoding, String state, long down, long up)
      throws IOException {
    JsonNode result =
        bench(
            "exchange",
            "--parameters=1000",
            "rounds.encoding=" + encoding,
            "optimiser.state=" + state);

    assertThat(result.path("seconds").fieldNames())
        .toIterable()
        .containsExactly("send", "receive", "cut", "mean", "next");
    assertThat(result.path("bytes_down").asLong()).isEqualTo(down);
    assertThat(result.path("bytes_up").asLong()).isEqualTo(up);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "step --workers 0         | Cannot use workers = 0: it must be at least 1",
        "embed --workers=-1       | Cannot use workers = -1",
        "step --batch 7           | Cannot use --batch = 7: a batch is made of pairs",
        "round --batch 2          | Cannot use --batch = 2",
        "step --steps 0           | Cannot use --steps = 0",
        "round --repeats 0        | Cannot use --repeats = 0",
        "step --loss tripled      | Cannot use loss.name = tripled",
        "step loss.triplet.minr=a | did you mean 'loss.triplet.miner'?",
        "step --layers ours       | expected one of [OWN, STOCK]",
        "neighbours --count 1     | Cannot use --count = 1",
        "neighbours --dim 0       | Cannot use --dim = 0",
        "neighbours --count 9 -k 9 | Cannot use -k = 9: there are 8 other vectors",
        "exchange --parameters 0  | Cannot use --parameters = 0",
        "setp                     | step",
        "                         | Missing required subcommand"
      })
  void wrongUseIsRefused(String words, String message) {
    List<String> all = new ArrayList<>(List.of("bench"));
    if (words != null) {
      all.addAll(List.of(words.strip().split(" ")));
    }
    PrintStream err = System.err;
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    int code;
    try {
      code = Main.run(all.toArray(String[]::new));
    } finally {
      System.setErr(err);
    }
    assertThat(said.toString(StandardCharsets.UTF_8)).contains(message);
    assertThat(code).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"step", "embed", "neighbours", "round", "exchange"})
  void helpSucceeds(String stage) {
    assertThat(Main.run("bench", stage, "--help")).isZero();
  }
}
