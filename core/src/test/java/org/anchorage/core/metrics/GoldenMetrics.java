/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;

/** The reference vectors of metrics: a few that come with the tests, all where they are near. */
record GoldenMetrics(
    List<Integer> ks, List<Gallery> galleries, List<? extends Config> clusterings) {

  static GoldenMetrics some() {
    return of(ConfigFactory.parseResources(GoldenMetrics.class, "golden.json"));
  }

  static Path whole() {
    return Path.of(System.getProperty("anchorage.root", "."), "../shared/golden/metrics.json");
  }

  static GoldenMetrics all() {
    return of(ConfigFactory.parseFile(whole().toFile()));
  }

  static boolean present() {
    return Files.exists(whole());
  }

  private static GoldenMetrics of(Config json) {
    return new GoldenMetrics(
        json.getIntList("ks"),
        json.getConfigList("retrieval").stream().map(Gallery::new).toList(),
        json.getConfigList("clustering"));
  }

  static int[] ints(Config json, String key) {
    return json.getIntList(key).stream().mapToInt(Integer::intValue).toArray();
  }

  /** One gallery; neighbours by a full sort in double precision. */
  record Gallery(Config json) {

    String id() {
      return json.getString("id");
    }

    Config expected() {
      return json.getConfig("expected");
    }

    boolean leavesOut() {
      return !json.getString("mode").equals("separate");
    }

    int[] queryLabels() {
      return ints(json, "query_labels");
    }

    int[] galleryLabels() {
      return ints(json, json.getIsNull("gallery") ? "query_labels" : "gallery_labels");
    }

    RetrievalProtocol protocol(List<Integer> ks) {
      return switch (json.getString("mode")) {
        case "self" -> RetrievalProtocol.onePool(queryLabels(), ks);
        case "separate" -> RetrievalProtocol.separate(queryLabels(), galleryLabels(), ks);
        default -> RetrievalProtocol.firstOf(queryLabels().length, galleryLabels(), ks);
      };
    }

    Neighbours neighbours(int from, int to, int k) {
      double[][] queries = matrix("query");
      double[][] gallery = json.getIsNull("gallery") ? queries : matrix("gallery");
      int[] indices = new int[(to - from) * k];
      float[] distances = new float[indices.length];
      for (int q = from; q < to; q++) {
        int query = q;
        List<Integer> order =
            IntStream.range(0, gallery.length)
                .filter(i -> !(leavesOut() && i == query))
                .boxed()
                .sorted(
                    (a, b) -> {
                      int by =
                          Double.compare(
                              distance(queries[query], gallery[a]),
                              distance(queries[query], gallery[b]));
                      return by != 0 ? by : Integer.compare(a, b);
                    })
                .toList();
        for (int rank = 0; rank < k; rank++) {
          boolean there = rank < order.size();
          indices[(q - from) * k + rank] = there ? order.get(rank) : -1;
          distances[(q - from) * k + rank] = there ? rank : Float.POSITIVE_INFINITY;
        }
      }
      return new Neighbours(k, indices, distances);
    }

    /** Ranks by that full sort. */
    Ranks ranks(RetrievalProtocol protocol, int from, int to) {
      int items = protocol.gallery();
      Neighbours whole = neighbours(from, to, items);
      int[] starts = new int[to - from + 1];
      List<Integer> ranks = new ArrayList<>();
      for (int query = from; query < to; query++) {
        int row = query - from;
        for (int rank = 0; rank < items; rank++) {
          int item = whole.indices()[row * items + rank];
          if (Arrays.binarySearch(protocol.relevant(query), item) >= 0) {
            ranks.add(rank + 1);
          }
        }
        starts[row + 1] = ranks.size();
      }
      return new Ranks(starts, ranks.stream().mapToInt(Integer::intValue).toArray());
    }

    private double distance(double[] u, double[] v) {
      double uu = 0;
      double vv = 0;
      double uv = 0;
      double squared = 0;
      for (int i = 0; i < u.length; i++) {
        uu += u[i] * u[i];
        vv += v[i] * v[i];
        uv += u[i] * v[i];
        squared += (u[i] - v[i]) * (u[i] - v[i]);
      }
      return switch (json.getString("metric")) {
        case "cosine" -> -uv / Math.sqrt(uu * vv);
        case "inner_product" -> -uv;
        default -> squared;
      };
    }

    private double[][] matrix(String key) {
      return json.getList(key).stream()
          .map(
              row ->
                  ((List<?>) row.unwrapped())
                      .stream().mapToDouble(value -> ((Number) value).doubleValue()).toArray())
          .toArray(double[][]::new);
    }
  }
}
