/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.cluster.ClusterSums;
import org.anchorage.mining.cluster.KMeans;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * k-means over vectors that fit in no memory. The centres of k-means on a sample are where Lloyd's
 * iterations over all vectors begin: a job each, whose tasks read the vectors piece by piece and
 * return sums. A cluster that becomes empty keeps its centre. Deterministic, whatever the number of
 * tasks. The clusters are not those of {@link KMeans} on all vectors, which is seeded from all.
 */
final class LloydStage {

  private final JavaSparkContext spark;
  private final VectorSet vectors;
  private final int clusters;
  private final BlockLayout layout;

  LloydStage(JavaSparkContext spark, VectorSet vectors, int clusters) {
    this.spark = spark;
    this.vectors = vectors;
    this.clusters = clusters;
    this.layout = BlockLayout.of(vectors.count());
  }

  /** Clusters and how far their vectors are from the centres. */
  record Result(Vectors centres, double inertia) {}

  private JavaRDD<Integer> blocks(String name) {
    return spark
        .parallelize(IntStream.range(0, layout.blocks()).boxed().toList(), layout.blocks())
        .setName(name);
  }

  private static Vectors block(VectorSet vectors, BlockLayout layout, int block) {
    return vectors.open().read(layout.first(block), layout.end(block));
  }

  private double scale() {
    VectorSet all = vectors;
    BlockLayout cut = layout;
    double largest =
        blocks("k-means: range")
            .map(
                block -> {
                  double most = 0;
                  for (float value : block(all, cut, block).values()) {
                    most = Math.max(most, Math.abs(value));
                  }
                  return most;
                })
            .reduce(Math::max);
    return ClusterSums.scale(vectors.count(), vectors.dim(), largest);
  }

  /**
   * Runs k-means.
   *
   * @param sampled how many vectors the first centres come from, at least as many as clusters, and
   *     fewer than all
   * @param seed of the sample and of its k-means
   */
  Result run(int sampled, Seed seed) {
    double scale = scale();
    Vectors centres = first(sampled, scale, seed);
    double inertia = Double.POSITIVE_INFINITY;
    for (int i = 0; i < KMeans.MAX_ITERATIONS; i++) {
      ClusterSums sums = sums(centres, scale);
      double next = sums.totalInertia();
      boolean settled = inertia - next < KMeans.TOLERANCE * inertia;
      inertia = next;
      if (settled && i > 0) {
        break;
      }
      centres = sums.centres(centres);
    }
    return new Result(centres, inertia);
  }

  private Vectors first(int sampled, double scale, Seed seed) {
    int[] rows =
        seed.derive("sample")
            .generator()
            .ints(0, vectors.count())
            .distinct()
            .limit(sampled)
            .sorted()
            .toArray();
    VectorSet sample = vectors.chosen(rows);
    KMeans means = new KMeans(clusters, 1);
    int count = clusters;
    return spark
        .parallelize(List.of(0), 1)
        .setName("k-means: sample")
        .map(
            restart -> {
              Vectors read = sample.whole();
              int[] nearest = means.restart(read, seed, restart).assignments();
              float[] distances = new float[nearest.length];
              return ClusterSums.of(read, new Neighbours(1, nearest, distances), count, scale)
                  .centres(
                      new Vectors(read.dim(), Arrays.copyOf(read.values(), count * read.dim())));
            })
        .first();
  }

  private ClusterSums sums(Vectors centres, double scale) {
    VectorSet all = vectors;
    BlockLayout cut = layout;
    int count = clusters;
    Broadcast<Vectors> sent = spark.broadcast(centres);
    try {
      return blocks("k-means")
          .map(
              block -> {
                Vectors read = block(all, cut, block);
                return ClusterSums.of(read, nearest(read, sent.value()), count, scale);
              })
          .treeReduce(ClusterSums::plus);
    } finally {
      sent.destroy();
    }
  }

  private static Neighbours nearest(Vectors vectors, Vectors centres) {
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(centres)) {
      return exact.search(vectors, 1);
    }
  }

  /** Returns the cluster of each vector. */
  int[] assignments(Vectors centres) {
    VectorSet all = vectors;
    BlockLayout cut = layout;
    Broadcast<Vectors> sent = spark.broadcast(centres);
    try {
      return blocks("k-means: assign")
          .map(block -> nearest(block(all, cut, block), sent.value()).indices())
          .collect()
          .stream()
          .flatMapToInt(Arrays::stream)
          .toArray();
    } finally {
      sent.destroy();
    }
  }
}
