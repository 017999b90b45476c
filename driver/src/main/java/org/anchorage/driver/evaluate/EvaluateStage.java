/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.metrics.ClusterAgreement;
import org.anchorage.core.metrics.RetrievalProtocol;
import org.anchorage.core.metrics.RetrievalResult;
import org.anchorage.core.metrics.RetrievalTally;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.mining.cluster.KMeans;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures vectors against one another: every image is a query, and itself is excluded by its
 * index. Ties go by distance, then index; queries whose class has no other image are excluded and
 * counted.
 */
public final class EvaluateStage {

  private final NeighbourStage neighbours;
  private final EvaluateSettings settings;
  private final Seed seed;

  /** Creates the stage; the seed is k-means'. */
  public EvaluateStage(JavaSparkContext spark, EvaluateSettings settings, Seed seed) {
    this.neighbours = new NeighbourStage(spark);
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Measures.
   *
   * @param vectors of the images
   * @param labels of the images
   * @param progress is told how many queries are done
   * @return metrics by name: {@code recall_at_1} and so on, {@code precision_at_1}, {@code
   *     r_precision}, {@code map_at_r}, {@code queries}, {@code excluded}, and {@code nmi} where
   *     asked for; in that order
   */
  public Map<String, Double> evaluate(Vectors vectors, int[] labels, LongConsumer progress) {
    Map<String, Double> metrics = retrieval(vectors, labels, progress);
    if (settings.restarts() > 0) {
      metrics.put("nmi", mutualInformation(vectors, labels));
    }
    return metrics;
  }

  /**
   * Measures retrieval alone: without NMI, whose k-means takes long with many classes.
   *
   * @param vectors of the images
   * @param labels of the images
   * @param progress is told how many queries are done
   * @return as {@link #evaluate}, but for {@code nmi}
   */
  public Map<String, Double> retrieval(Vectors vectors, int[] labels, LongConsumer progress) {
    RetrievalProtocol protocol = RetrievalProtocol.onePool(labels, settings.k());
    int k = protocol.neededK();
    List<RetrievalTally> tallies =
        neighbours.run(
            new NeighbourStage.Base(vectors, labels),
            (prepared, base, from, to) -> prepared.searchSelf(from, to, k),
            (base, from, found) -> protocol.tally(from, found),
            progress);
    RetrievalResult result = tallies.stream().reduce(RetrievalTally::plus).orElseThrow().result();
    Map<String, Double> metrics = new LinkedHashMap<>();
    result.recall().forEach((at, value) -> metrics.put("recall_at_" + at, value));
    metrics.put("precision_at_1", result.precisionAt1());
    metrics.put("r_precision", result.rPrecision());
    metrics.put("map_at_r", result.mapAtR());
    metrics.put("queries", (double) result.queries());
    metrics.put("excluded", (double) result.loneQueries());
    return metrics;
  }

  private double mutualInformation(Vectors vectors, int[] labels) {
    int classes = (int) Arrays.stream(labels).distinct().count();
    int[] clusters =
        new KMeans(classes, settings.restarts())
            .cluster(vectors, seed.derive("k-means"))
            .assignments();
    return ClusterAgreement.of(labels, clusters).nmi();
  }
}
