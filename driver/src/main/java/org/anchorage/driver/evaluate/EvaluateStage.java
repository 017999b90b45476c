/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.evaluate;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;
import org.anchorage.core.config.EvaluateSettings;
import org.anchorage.core.config.EvaluateSettings.Measure;
import org.anchorage.core.metrics.ClusterAgreement;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.metrics.PairSample;
import org.anchorage.core.metrics.PairTally;
import org.anchorage.core.metrics.RetrievalResult;
import org.anchorage.core.metrics.RetrievalTally;
import org.anchorage.core.metrics.Spread;
import org.anchorage.core.metrics.Verification;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Measures the vectors of evaluated items: retrieval and pairs in one Spark job, clusters and
 * spectrum in tasks of their own. Vectors are read where they lie. docs/metrics.md has the rules,
 * and the meaning of each name.
 */
public final class EvaluateStage {

  private final JavaSparkContext spark;
  private final NeighbourStage neighbours;
  private final SearchMemory memory;
  private final EvaluateSettings settings;
  private final Seed seed;

  /** Creates the stage; the seed is for k-means and for samples. */
  public EvaluateStage(JavaSparkContext spark, EvaluateSettings settings, Seed seed) {
    this(
        spark,
        new NeighbourStage(
            spark,
            SearchKind.EXACT,
            SearchMemory.of(spark, EvaluateSettings.MEMORY_MB, settings.memoryMb())),
        settings,
        seed);
  }

  /** For tests: blocks of another size. */
  EvaluateStage(
      JavaSparkContext spark, NeighbourStage neighbours, EvaluateSettings settings, Seed seed) {
    this.spark = spark;
    this.memory = SearchMemory.of(spark, EvaluateSettings.MEMORY_MB, settings.memoryMb());
    this.neighbours = neighbours;
    this.settings = settings;
    this.seed = seed;
  }

  /**
   * Measures all that the settings ask for.
   *
   * @param items that are evaluated
   * @param vectors of the items' rows
   * @param progress takes the number of queries that are done
   * @throws IllegalStateException if lone queries are excluded and all queries are lone
   * @throws IllegalArgumentException if pairs are verified, and all or none are of one class
   */
  public Evaluation evaluate(EvaluatedItems items, VectorSet vectors, LongConsumer progress) {
    NamedMetrics metrics = retrieved(items, vectors, progress);
    if (settings.restarts() > 0) {
      ClusterAgreement agreement = clusters(vectors, items.labels());
      metrics.addClusters(agreement);
      if (settings.asks(Measure.CLUSTERING)) {
        metrics.addMoreOfClusters(agreement);
      }
    }
    if (!settings.asks(Measure.SPECTRUM)) {
      return new Evaluation(metrics.all(), List.of());
    }
    long pairs = settings.pairs() == 0 ? Long.MAX_VALUE : settings.pairs();
    Spread spread = spread(vectors, pairs);
    metrics.addSpread(spread);
    return new Evaluation(metrics.all(), Arrays.stream(spread.eigenvalues()).boxed().toList());
  }

  /**
   * Measures retrieval alone: without k-means, which takes long with many classes, and without the
   * spectrum.
   *
   * @param items that are evaluated
   * @param vectors of the items' rows
   * @param progress takes the number of queries that are done
   * @throws IllegalStateException if lone queries are excluded and all queries are lone
   */
  public Evaluation retrieval(EvaluatedItems items, VectorSet vectors, LongConsumer progress) {
    return new Evaluation(retrieved(items, vectors, progress).all(), List.of());
  }

  private NamedMetrics retrieved(EvaluatedItems items, VectorSet vectors, LongConsumer progress) {
    BlockMeasure measure =
        new BlockMeasure(
            items.protocol(),
            items.coarse(),
            settings.asks(Measure.VERIFICATION)
                ? new PairSample(items.protocol(), settings.pairs(), seed.derive("pairs"))
                : null,
            settings.asks(Measure.MAP) ? BlockMeasure.Reach.WHOLE : BlockMeasure.Reach.NEAREST);
    VectorSet gallery = vectors.chosen(items.gallery());
    VectorSet queries = items.isOnePool() ? gallery : vectors.chosen(items.queries());
    BlockMeasure.Tally tally =
        neighbours.sum(
            new NeighbourStage.Base(gallery, queries), measure, BlockMeasure.Tally::plus, progress);
    return named(items, tally);
  }

  private NamedMetrics named(EvaluatedItems items, BlockMeasure.Tally tally) {
    NamedMetrics metrics = new NamedMetrics();
    RetrievalResult result = tally.retrieval().result(settings.lone());
    metrics.addRecall("", result);
    metrics.addRanking("", result);
    if (settings.asks(Measure.PRECISION)) {
      metrics.addPrecision("", result);
    }
    if (settings.asks(Measure.CLASS_AVERAGE)) {
      RetrievalResult average = tally.retrieval().classAverage();
      metrics.addRecall("class_average_", average);
      metrics.addRanking("class_average_", average);
    }
    RetrievalTally coarse = tally.coarse();
    if (coarse != null) {
      RetrievalResult coarsely = coarse.result(settings.lone());
      metrics.addRecall("coarse_", coarsely);
      metrics.addCount("coarse_queries", coarsely.queries());
      metrics.addCount("coarse_lone_queries", coarsely.loneQueries());
    }
    metrics.addCount("queries", result.queries());
    metrics.addCount("lone_queries", result.loneQueries());
    addCounts(metrics, items, result);
    PairTally pairs = tally.pairs();
    if (pairs != null) {
      metrics.addVerification(Verification.of(pairs), settings.fmr());
    }
    return metrics;
  }

  private void addCounts(NamedMetrics metrics, EvaluatedItems items, RetrievalResult result) {
    EvaluateSettings.Pools pools = settings.pools();
    if (!items.isOnePool()) {
      metrics.addCount("gallery_items", items.gallery().length);
    }
    if (!pools.camera().isBlank()) {
      metrics.addCount("same_camera_pairs", result.sameCamera());
    }
    if (!pools.junk().isEmpty()) {
      metrics.addCount("junk_items", items.junk());
    }
    if (!pools.distractors().isEmpty()) {
      metrics.addCount("distractor_items", items.distractors());
    }
  }

  private Spread spread(VectorSet vectors, long pairs) {
    Seed drawn = seed.derive("spread");
    long bytes = (long) vectors.count() * vectors.dim() * Float.BYTES;
    boolean fits = bytes <= memory.bytes();
    return spark
        .parallelize(List.of(pairs), 1)
        .setName("spectrum")
        .map(number -> Spread.of(fits ? vectors.whole() : vectors.open(), number, drawn))
        .first();
  }

  private ClusterAgreement clusters(VectorSet vectors, int[] labels) {
    int classes = (int) Arrays.stream(labels).distinct().count();
    int[] clusters =
        new ClusterStage(spark, memory)
            .cluster(vectors, classes, settings.restarts(), seed.derive("k-means"));
    return ClusterAgreement.of(labels, clusters);
  }
}
