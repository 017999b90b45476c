/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.anchorage.core.config.MineSearch;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.embed.SearchMemory;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.cells.CellSearch;
import org.anchorage.mining.cells.Recall;
import org.anchorage.mining.hard.MiningTally;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A mining pass by cells, as Spark jobs. Classes are divided into cells. A sample with its exact
 * neighbours says how many cells an image must probe to reach the recall that is asked for. Then
 * every image probes as many, and another sample says which recall that gave. Samples, cells and
 * their result follow from vectors, labels, settings and seed alone.
 *
 * <p>The driver holds 16 bytes an image, and no centroid: one task makes the cells, and writes them
 * to a file that the others read.
 */
final class CellPass {

  private static final Logger LOG = LoggerFactory.getLogger(CellPass.class);

  private static final int LEAST_ANCHORS = 16;

  /** Anchors of a task: enough that each cell is probed by many of them. */
  private static final int MOST_ANCHORS = 65_536;

  private final JavaSparkContext spark;
  private final NeighbourStage exact;
  private final MineSettings settings;
  private final SearchMemory memory;
  private final Seed seed;

  /**
   * Creates a pass.
   *
   * @param exact finds the exact neighbours of samples
   */
  CellPass(
      JavaSparkContext spark,
      NeighbourStage exact,
      MineSettings settings,
      SearchMemory memory,
      Seed seed) {
    this.spark = spark;
    this.exact = exact;
    this.settings = settings;
    this.memory = memory;
    this.seed = seed;
  }

  /**
   * Mines.
   *
   * @param labels of the vectors
   * @param anchors the vectors whose negatives are sought, ascending; null for all
   * @param done takes the number of anchors that are done
   */
  FinishedPass run(
      VectorBlocks vectors, int[] labels, int @Nullable [] anchors, LongConsumer done) {
    int k = Math.min(settings.neighbours(), labels.length - 1);
    VectorSet unit = vectors.normalised();
    CellFile file = CellFile.of(vectors);
    CellDivision division = new CellDivision(spark, seed.derive("cells"));
    CellGrouping.Grouped cells =
        new CellGrouping(
                file,
                seed.derive("groups"),
                sample(unit, labels, k, "calibration"),
                aim(settings.search().recall()))
            .group(division.classes(vectors, labels));
    CellSearch.Probes probes = new CellSearch.Probes(cells.probes(), CellSearch.Probes.OWN);
    MinedPass pass =
        MinedPass.of(
            vectors,
            labels,
            settings,
            anchors,
            anchors(anchors == null ? labels.length : anchors.length, vectors.dim(), k, probes),
            String.format(
                Locale.ROOT, "cells %d %d %d", cells.cells(), cells.probes(), seed.value()));
    CellTask task =
        new CellTask(
            settings,
            labels,
            file,
            division.arranged(vectors, cells.rows()).normalised(),
            probes,
            anchors == null ? null : places(cells.rows(), anchors),
            pass);
    Broadcast<CellTask> sent = spark.broadcast(task);
    try {
      MiningTally tally = mine(pass, sent, done);
      Recall recall = recall(sent, sample(unit, labels, k, "check"));
      warnOfMiss(recall);
      return new FinishedPass(
          pass, tally, new Searched(MineSearch.Kind.CELLS, cells.cells(), cells.probes(), recall));
    } finally {
      sent.destroy();
    }
  }

  /**
   * Returns the places of some vectors in the order of cells.
   *
   * @param order the vector at each place; null if it is the place itself
   */
  private static int[] places(int @Nullable [] order, int[] anchors) {
    if (order == null) {
      return anchors;
    }
    BitSet wanted = new BitSet();
    Arrays.stream(anchors).forEach(wanted::set);
    return IntStream.range(0, order.length).filter(place -> wanted.get(order[place])).toArray();
  }

  private NeighbourSample sample(VectorSet unit, int[] labels, int k, String purpose) {
    return NeighbourSample.draw(exact, unit, labels, k, seed.derive(purpose));
  }

  /**
   * Returns how many anchors a task takes: as many as memory allows, and few enough for all cores.
   */
  private int anchors(int count, int dim, int k, CellSearch.Probes probes) {
    long fixed = CellSearch.bytes(0, dim, k, probes);
    long each = CellSearch.bytes(1, dim, k, probes) - fixed;
    long fitting = Math.max(LEAST_ANCHORS, (memory.taskHeapBytes() - fixed) / each);
    long even = count / (2L * Math.max(1, spark.defaultParallelism())) + 1;
    return (int) Math.min(Math.min(fitting, MOST_ANCHORS), Math.max(even, MOST_ANCHORS / 16));
  }

  /** Returns what to aim at, a little above the target: another sample differs by chance. */
  private static double aim(double recall) {
    return recall + (1 - recall) / 5;
  }

  private MiningTally mine(MinedPass pass, Broadcast<CellTask> sent, LongConsumer done) {
    return MiningTally.sum(
        TaskProgress.during(
            spark.sc(),
            done,
            pass.layout().rowsABlock(),
            pass.layout().count(),
            () ->
                spark
                    .parallelize(pass.blocks(), Math.max(1, pass.blocks().size()))
                    .setName("mine by cells")
                    .map(block -> sent.value().mine(block))
                    .collect()));
  }

  /** Returns the recall of a sample; one task searches for it. */
  private Recall recall(Broadcast<CellTask> sent, NeighbourSample sample) {
    return spark
        .parallelize(List.of(0), 1)
        .setName("recall")
        .map(
            one -> {
              try (CellSearch search = sent.value().search()) {
                return Recall.of(
                    sample.neighbours(),
                    search
                        .find(
                            sample.vectors(),
                            sample.rows(),
                            sample.labels(),
                            sample.neighbours().k())
                        .others());
              }
            })
        .first();
  }

  private void warnOfMiss(Recall recall) {
    // Two samples of a thousand differ by chance.
    if (recall.share() < settings.search().recall() - 0.01) {
      LOG.warn(
          "Mining found {} of the neighbours of other classes, and mine.recall = {} asks for more;"
              + " set mine.search = exact if that matters",
          String.format(Locale.ROOT, "%.3f", recall.share()),
          settings.search().recall());
    }
  }
}
