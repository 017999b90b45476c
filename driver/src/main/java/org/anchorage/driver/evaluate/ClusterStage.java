/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.cluster.Clustering;
import org.anchorage.mining.cluster.KMeans;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * k-means on executors. If the vectors fit in the memory, a task reads all and runs k-means from a
 * restart's seed; restarts run side by side if they fit as often. If not, see {@link LloydStage}.
 */
final class ClusterStage {

  /** A search for the nearest centres takes about as much again as the vectors. */
  private static final int COPIES = 2;

  private final JavaSparkContext spark;
  private final SearchMemory memory;

  ClusterStage(JavaSparkContext spark, SearchMemory memory) {
    this.spark = spark;
    this.memory = memory;
  }

  /**
   * Returns the cluster of each vector; as {@link KMeans#cluster} gives them, if they fit.
   *
   * @throws ConfigurationException if not even a sample of as many vectors as clusters fits
   */
  int[] cluster(VectorSet vectors, int clusters, int restarts, Seed seed) {
    long bytes = COPIES * (long) vectors.count() * vectors.dim() * Float.BYTES;
    if (bytes > memory.bytes()) {
      long most = memory.bytes() / ((long) COPIES * vectors.dim() * Float.BYTES);
      return inParts(vectors, clusters, restarts, seed, most);
    }
    KMeans means = new KMeans(clusters, restarts);
    List<Integer> numbers = IntStream.range(0, restarts).boxed().toList();
    int tasks = (int) Math.max(1, Math.min(restarts, memory.bytes() / Math.max(1, bytes)));
    return spark
        .parallelize(numbers, tasks)
        .setName("k-means")
        .mapPartitionsWithIndex(
            (task, mine) -> {
              Vectors all = vectors.whole();
              Clustering best = null;
              while (mine.hasNext()) {
                Clustering next = means.restart(all, seed, mine.next());
                best = best == null ? next : KMeans.better(best, next);
              }
              return List.of(best).iterator();
            },
            true)
        .collect()
        .stream()
        .reduce(KMeans::better)
        .orElseThrow()
        .assignments();
  }

  /** Clusters in parts; for tests too, of vectors that would fit. */
  int[] inParts(VectorSet vectors, int clusters, int restarts, Seed seed, long most) {
    int sampled = (int) Math.min(most, vectors.count() / 2);
    if (sampled < clusters) {
      throw new ConfigurationException(
          memory.setting(),
          memory.mb(),
          "k-means begins with a sample of the vectors, and no "
              + clusters
              + " of them fit; raise it, or leave NMI out by "
              + EvaluateSettings.RESTARTS.path()
              + "=0");
    }
    LloydStage stage = new LloydStage(spark, vectors, clusters);
    LloydStage.Result best = stage.run(sampled, seed.derive(0));
    for (int restart = 1; restart < restarts; restart++) {
      LloydStage.Result next = stage.run(sampled, seed.derive(restart));
      best = next.inertia() < best.inertia() ? next : best;
    }
    return stage.assignments(best.centres());
  }
}
