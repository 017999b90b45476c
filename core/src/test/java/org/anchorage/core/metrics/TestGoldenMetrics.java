/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import org.anchorage.core.metrics.GoldenMetrics.Gallery;
import org.junit.jupiter.api.Test;

class TestGoldenMetrics {

  @Test
  void agreesWithTheVectorsThatComeWithTheTests() {
    GoldenMetrics golden = GoldenMetrics.some();
    assertThat(golden.galleries()).hasSize(10);
    assertThat(golden.clusterings()).hasSize(11);
    check(golden);
  }

  @Test
  void agreesWithAllVectors() {
    assumeTrue(GoldenMetrics.present());
    GoldenMetrics golden = GoldenMetrics.all();
    assertThat(golden.galleries()).hasSize(19);
    assertThat(golden.clusterings()).hasSize(11);
    check(golden);
  }

  private static void check(GoldenMetrics golden) {
    golden.galleries().forEach(gallery -> checkRetrieval(golden, gallery));
    golden.clusterings().forEach(TestGoldenMetrics::checkClustering);
  }

  private static void checkRetrieval(GoldenMetrics golden, Gallery gallery) {
    RetrievalProtocol protocol = gallery.protocol(golden.ks());
    int queries = protocol.queries();
    RetrievalTally tally =
        protocol.tally(0, gallery.neighbours(0, queries / 3, protocol.neededK()));
    tally =
        protocol
            .tally(queries / 3, gallery.neighbours(queries / 3, queries, protocol.neededK()))
            .plus(tally);
    Config expected = gallery.expected();
    int lone = expected.getInt("num_lone_queries");
    if (lone == queries) {
      assertThatThrownBy(tally::result).hasMessageContaining("None of " + lone + " queries");
      return;
    }
    RetrievalResult result = tally.result();
    Config means = expected.getConfig("lone_excluded");
    assertThat(result.loneQueries()).as(gallery.id()).isEqualTo(lone);
    assertThat(result.queries() + lone).isEqualTo(expected.getInt("num_queries"));
    near(gallery.id(), result.precisionAt1(), means.getDouble("precision_at_1"));
    near(gallery.id(), result.rPrecision(), means.getDouble("r_precision"));
    near(gallery.id(), result.mapAtR(), means.getDouble("map_at_r"));
    for (int k : golden.ks()) {
      near(gallery.id() + " at " + k, result.recallAt(k), means.getDouble("recall_at_k." + k));
    }
  }

  private static void checkClustering(Config clustering) {
    ClusterAgreement agreement =
        ClusterAgreement.of(
            GoldenMetrics.ints(clustering, "labels"), GoldenMetrics.ints(clustering, "clusters"));
    Config expected = clustering.getConfig("expected");
    near(clustering.getString("id"), agreement.nmi(), expected.getDouble("nmi_arithmetic"));
    near(clustering.getString("id"), agreement.ami(), expected.getDouble("ami_arithmetic"));
  }

  private static void near(String what, double actual, double expected) {
    assertThat(actual).as(what).isCloseTo(expected, within(1e-9));
  }
}
