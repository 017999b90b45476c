/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.metrics.RetrievalProtocol;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;

/** Queries and a gallery as stored, ranked by a full sort in double precision. */
record ReferenceGallery(JsonNode stored, double[][] queries, double[][] gallery) {

  static ReferenceGallery of(JsonNode stored) {
    double[][] queries = ReferenceBatch.matrix(stored.get("query"));
    JsonNode gallery = stored.path("gallery");
    return new ReferenceGallery(
        stored, queries, gallery.isArray() ? ReferenceBatch.matrix(gallery) : queries);
  }

  /** Returns which items answer which queries. */
  RetrievalProtocol protocol(List<Integer> ks) {
    int[] labels = ReferenceBatch.wholes(stored.get("query_labels"));
    String mode = stored.get("mode").textValue();
    if (mode.equals("self")) {
      return RetrievalProtocol.onePool(labels, ks);
    }
    int[] galleryLabels = ReferenceBatch.wholes(stored.get("gallery_labels"));
    return mode.equals("separate")
        ? RetrievalProtocol.separate(labels, galleryLabels, ks)
        : RetrievalProtocol.firstOf(labels.length, galleryLabels, ks);
  }

  /** Returns a query's items, nearest first; at equal distance the lower index comes first. */
  int[] order(int query) {
    boolean leavesOut = !stored.get("mode").textValue().equals("separate");
    double[] distances = new double[gallery.length];
    Arrays.setAll(distances, i -> distance(queries[query], gallery[i]));
    return IntStream.range(0, gallery.length)
        .filter(i -> !(leavesOut && i == query))
        .boxed()
        .sorted(Comparator.comparingDouble(i -> distances[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Returns the k nearest of every query. */
  Neighbours neighbours(int k) {
    int[] indices = new int[queries.length * k];
    float[] ranks = new float[indices.length];
    Arrays.fill(indices, -1);
    Arrays.fill(ranks, Float.POSITIVE_INFINITY);
    for (int query = 0; query < queries.length; query++) {
      int[] order = order(query);
      for (int rank = 0; rank < Math.min(k, order.length); rank++) {
        indices[query * k + rank] = order[rank];
        ranks[query * k + rank] = rank;
      }
    }
    return new Neighbours(k, indices, ranks);
  }

  /** Returns the ranks of each query's class. */
  Ranks ranks(RetrievalProtocol protocol, int from, int to) {
    int[] starts = new int[to - from + 1];
    IntStream.Builder ranks = IntStream.builder();
    for (int query = from; query < to; query++) {
      int[] relevant = protocol.relevant(query);
      int[] order = order(query);
      int found = 0;
      for (int rank = 0; rank < order.length; rank++) {
        if (Arrays.binarySearch(relevant, order[rank]) >= 0) {
          ranks.add(rank + 1);
          found++;
        }
      }
      starts[query - from + 1] = starts[query - from] + found;
    }
    return new Ranks(starts, ranks.build().toArray());
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
    return switch (stored.get("metric").textValue()) {
      case "cosine" -> -uv / Math.sqrt(uu * vv);
      case "inner_product" -> -uv;
      default -> squared;
    };
  }
}
