/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.core.metrics.RetrievalProtocol;
import org.anchorage.core.metrics.RetrievalResult;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

/**
 * Search and metrics together; galleries by inner product are not searched, for it is no distance.
 */
class TestGoldenNeighbours {

  @Test
  void agreesWithTheGalleriesThatComeWithTheTests() {
    assertThat(check(ConfigFactory.parseResources(TestGoldenNeighbours.class, "golden.json")))
        .isEqualTo(6);
  }

  @Test
  void agreesWithAllGalleries() {
    Path golden =
        Path.of(System.getProperty("anchorage.root", "."), "../shared/golden/metrics.json");
    assumeTrue(Files.exists(golden));
    assertThat(check(ConfigFactory.parseFile(golden.toFile()))).isEqualTo(18);
  }

  private static int check(Config golden) {
    int checked = 0;
    for (Config gallery : golden.getConfigList("retrieval")) {
      if (!gallery.getString("metric").equals("inner_product")) {
        check(gallery, golden.getIntList("ks"));
        checked++;
      }
    }
    return checked;
  }

  private static void check(Config json, List<Integer> ks) {
    String id = json.getString("id");
    boolean onePool = json.getIsNull("gallery");
    boolean separate = json.getString("mode").equals("separate");
    boolean cosine = json.getString("metric").equals("cosine");
    Vectors queries = vectors(json, "query", cosine);
    Vectors gallery = onePool ? queries : vectors(json, "gallery", cosine);
    int[] queryLabels = labels(json, "query_labels");
    int[] galleryLabels = onePool ? queryLabels : labels(json, "gallery_labels");
    RetrievalProtocol protocol =
        separate
            ? RetrievalProtocol.separate(queryLabels, galleryLabels, ks)
            : RetrievalProtocol.firstOf(queryLabels.length, galleryLabels, ks);
    Neighbours found;
    Ranks ranks;
    try (ExactNeighbours exact = new ExactNeighbours(gallery)) {
      ranks = exact.ranks(queries, protocol::relevant, protocol::leftOut);
      found =
          separate
              ? exact.search(queries, protocol.neededK())
              : exact.searchSelf(0, queries.count(), protocol.neededK());
    }
    Config expected = json.getConfig("expected");
    List<? extends List<?>> top =
        expected.getList("neighbors_top_10").stream()
            .map(row -> (List<?>) row.unwrapped())
            .toList();
    for (int query = 0; query < top.size(); query++) {
      for (int rank = 0; rank < top.get(query).size(); rank++) {
        assertThat(found.indices()[query * found.k() + rank])
            .as("%s: query %d, rank %d", id, query, rank)
            .isEqualTo(top.get(query).get(rank));
      }
    }
    if (expected.getInt("num_lone_queries") < queries.count()) {
      RetrievalResult result = protocol.tally(0, found).result();
      Config means = expected.getConfig("lone_excluded");
      assertThat(result.mapAtR()).as(id).isCloseTo(means.getDouble("map_at_r"), within(1e-9));
      assertThat(result.recallAt(1))
          .as(id)
          .isCloseTo(means.getDouble("recall_at_k.1"), within(1e-9));
      RetrievalResult whole = protocol.tally(0, ranks).result();
      assertThat(whole.map()).as(id).isCloseTo(means.getDouble("map"), within(1e-9));
      assertThat(whole.mrr()).as(id).isCloseTo(means.getDouble("mrr"), within(1e-9));
      assertThat(whole.recall()).as(id).isEqualTo(result.recall());
      assertThat(whole.mapAtR()).as(id).isEqualTo(result.mapAtR());
    }
  }

  private static int[] labels(Config json, String key) {
    return json.getIntList(key).stream().mapToInt(Integer::intValue).toArray();
  }

  private static Vectors vectors(Config json, String key, boolean normalise) {
    List<? extends List<?>> rows =
        json.getList(key).stream().map(row -> (List<?>) row.unwrapped()).toList();
    int dim = rows.get(0).size();
    float[] values = new float[rows.size() * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((Number) rows.get(i / dim).get(i % dim)).floatValue();
    }
    Vectors vectors = new Vectors(dim, values);
    return normalise ? vectors.normalised() : vectors;
  }
}
