/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tuples;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
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
    assertThat(check(Path.of("src/test/resources/golden/miners.json"))).isEqualTo(24);
  }

  @Test
  void selectAsAllGoldenVectors() throws IOException {
    assumeThat(ALL).exists();

    assertThat(check(ALL)).isEqualTo(88);
  }

  private static int check(Path file) throws IOException {
    Map<String, Config> batches = new HashMap<>();
    int checked = 0;
    for (String line : Files.readAllLines(file)) {
      if (line.contains("\"embeddings\"")) {
        Config batch = parse(line);
        batches.put(batch.getString("id"), batch);
      } else if (line.contains("\"miner\":\"semi_hard_farther\"")
          || line.contains("\"miner\":\"batch_hard\"")) {
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
    int[] labels = batch.getIntList("labels").stream().mapToInt(label -> label).toArray();
    Distances distances = distances(wanted.getString("distance"), rows);
    if (wanted.getString("miner").equals("batch_hard")) {
      assertThat(Points.written(new BatchHardMiner().mine(distances, Rows.of(labels), Points.SEED)))
          .as(wanted.getString("id"))
          .isEqualTo(wanted.getAnyRef("expected.triplets"));
    } else {
      assertThat(
              withFallback(
                  new SemiHardMiner().mine(distances, Rows.of(labels), Points.SEED), distances))
          .as(wanted.getString("id"))
          .isEqualTo(wanted.getAnyRef("expected.triplets_and_fallback"));
    }
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
