/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.anchorage.core.config.EvaluateSettings.LoneQueries;
import org.anchorage.core.metrics.GoldenMetrics.Gallery;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.junit.jupiter.api.Test;

class TestGoldenMetrics {

  /** What is compared; a key that is not here fails the test. */
  private static final Set<String> EXPECTED =
      Set.of(
          "num_queries",
          "num_lone_queries",
          "lone_excluded",
          "lone_as_zero",
          "class_average_lone_excluded",
          "per_query",
          "neighbors_top_10");

  private static final Set<String> PER_QUERY =
      Set.of("num_relevant", "first_hit_rank", "r_precision", "ap_at_r", "ap", "reciprocal_rank");

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
    golden.galleries().forEach(gallery -> checkRetrieval(golden.ks(), gallery));
    golden.clusterings().forEach(TestGoldenMetrics::checkClustering);
  }

  private static void checkRetrieval(List<Integer> ks, Gallery gallery) {
    RetrievalProtocol protocol = gallery.protocol(ks);
    int queries = protocol.queries();
    int third = queries / 3;
    RetrievalTally found =
        protocol
            .tally(third, gallery.neighbours(third, queries, protocol.neededK()))
            .plus(protocol.tally(0, gallery.neighbours(0, third, protocol.neededK())));
    RetrievalTally ranked =
        protocol
            .tally(third, gallery.ranks(protocol, third, queries))
            .plus(protocol.tally(0, gallery.ranks(protocol, 0, third)));
    Config expected = gallery.expected();
    assertThat(EXPECTED).containsAll(expected.root().keySet());
    checkPerQuery(gallery, protocol);
    int lone = expected.getInt("num_lone_queries");
    checkMeans(
        gallery, "lone_as_zero", Map.of(found, Depth.R, ranked, Depth.WHOLE), LoneQueries.AS_ZERO);
    if (lone == queries) {
      for (String key : List.of("map", "mrr", "map_at_r", "r_precision", "precision_at_1")) {
        assertThat(expected.getConfig("lone_excluded").getIsNull(key)).as(key).isTrue();
      }
      for (Supplier<RetrievalResult> none :
          List.<Supplier<RetrievalResult>>of(found::result, ranked::result, ranked::classAverage)) {
        assertThatThrownBy(none::get).hasMessageContaining("None of " + lone + " queries");
      }
      return;
    }
    checkMeans(
        gallery,
        "lone_excluded",
        Map.of(found, Depth.R, ranked, Depth.WHOLE),
        LoneQueries.EXCLUDED);
    RetrievalResult result = ranked.result();
    assertThat(result.loneQueries()).as(gallery.id()).isEqualTo(lone);
    assertThat(result.queries() + lone).isEqualTo(expected.getInt("num_queries"));
    checkResult(
        gallery.id() + " by class",
        expected.getConfig("class_average_lone_excluded"),
        ranked.classAverage(),
        Depth.WHOLE);
  }

  private static void checkMeans(
      Gallery gallery, String key, Map<RetrievalTally, Depth> tallies, LoneQueries treatment) {
    tallies.forEach(
        (tally, depth) ->
            checkResult(
                gallery.id() + " " + key + " to " + depth,
                gallery.expected().getConfig(key),
                tally.result(treatment),
                depth));
  }

  private static void checkResult(String what, Config means, RetrievalResult result, Depth depth) {
    for (String key : means.root().keySet()) {
      switch (key) {
        case "precision_at_1" -> {
          near(what, result.precisionAt1(), means.getDouble(key));
          near(what, result.precisionAt(1), means.getDouble(key));
        }
        case "r_precision" -> near(what, result.rPrecision(), means.getDouble(key));
        case "map_at_r" -> near(what, result.mapAtR(), means.getDouble(key));
        case "map" -> nearWhole(what, depth, result.map(), means.getDouble(key));
        case "mrr" -> nearWhole(what, depth, result.mrr(), means.getDouble(key));
        case "recall_at_k" -> {
          for (String k : means.getConfig(key).root().keySet()) {
            near(
                what + " at " + k,
                result.recallAt(Integer.parseInt(k)),
                means.getConfig(key).getDouble(k));
          }
        }
        default -> throw new AssertionError(what + ": nothing compares " + key);
      }
    }
  }

  private static void nearWhole(String what, Depth depth, double actual, double expected) {
    if (depth == Depth.WHOLE) {
      near(what, actual, expected);
    } else {
      assertThat(actual).as(what).isNaN();
    }
  }

  private static void checkPerQuery(Gallery gallery, RetrievalProtocol protocol) {
    Config expected = gallery.expected();
    if (expected.hasPath("per_query")) {
      Config each = expected.getConfig("per_query");
      assertThat(PER_QUERY).containsAll(each.root().keySet());
      for (int query = 0; query < protocol.queries(); query++) {
        String what = gallery.id() + ", query " + query;
        int relevant = each.getIntList("num_relevant").get(query);
        assertThat(protocol.relevant(query)).as(what).hasSize(relevant);
        Ranks ranks = gallery.ranks(protocol, query, query + 1);
        if (relevant == 0) {
          assertThat(each.getList("first_hit_rank").get(query).unwrapped()).as(what).isNull();
          assertThat(ranks.ranks()).as(what).isEmpty();
          continue;
        }
        RetrievalResult result = protocol.tally(query, ranks).result();
        assertThat(ranks.ranks()[0])
            .as(what)
            .isEqualTo(each.getList("first_hit_rank").get(query).unwrapped());
        near(what, result.rPrecision(), number(each, "r_precision", query));
        near(what, result.mapAtR(), number(each, "ap_at_r", query));
        near(what, result.map(), number(each, "ap", query));
        near(what, result.mrr(), number(each, "reciprocal_rank", query));
      }
    }
    List<? extends List<?>> top =
        expected.getList("neighbors_top_10").stream()
            .map(row -> (List<?>) row.unwrapped())
            .toList();
    assertThat(top).hasSize(protocol.queries());
    Neighbours found = gallery.neighbours(0, protocol.queries(), 10);
    for (int query = 0; query < top.size(); query++) {
      for (int rank = 0; rank < 10; rank++) {
        assertThat(found.indices()[query * 10 + rank])
            .as("%s: query %d, rank %d", gallery.id(), query, rank)
            .isEqualTo(rank < top.get(query).size() ? top.get(query).get(rank) : -1);
      }
    }
  }

  private static double number(Config each, String key, int query) {
    return ((Number) each.getList(key).get(query).unwrapped()).doubleValue();
  }

  private static void checkClustering(Config clustering) {
    ClusterAgreement agreement =
        ClusterAgreement.of(
            GoldenMetrics.ints(clustering, "labels"), GoldenMetrics.ints(clustering, "clusters"));
    Config expected = clustering.getConfig("expected");
    for (String key : expected.root().keySet()) {
      double actual =
          switch (key) {
            case "nmi_arithmetic" -> agreement.nmi();
            case "nmi_geometric" -> agreement.nmiGeometric();
            case "ami_arithmetic" -> agreement.ami();
            case "ami_max" -> agreement.amiMax();
            case "mutual_information_nats" -> agreement.information();
            case "homogeneity" -> agreement.homogeneity();
            case "completeness" -> agreement.completeness();
            case "adjusted_rand" -> agreement.adjustedRand();
            default -> throw new AssertionError("nothing compares " + key);
          };
      near(clustering.getString("id") + ": " + key, actual, expected.getDouble(key));
    }
  }

  private static void near(String what, double actual, double expected) {
    assertThat(actual).as(what).isCloseTo(expected, within(1e-9));
  }
}
