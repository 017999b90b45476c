/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.TrainSettings;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.dl4j.layer.HostCopy;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The baseline: DL4J Spark's {@code ParameterAveragingTrainingMaster} on the same plan. A round is
 * one {@code fit} on exactly workers x H batches, which makes one split of it, so that none is
 * dropped; repartitioning is off, so that each worker's batches stay its own.
 *
 * <p>Differs from {@link SparkRounds}: the mean is not weighted, parameters travel float by float,
 * the network is built anew every round, and the share of active tuples is not known. Its workers
 * copy the configuration without the step count, so Adam corrects its bias as if each round were
 * the first, even where the moments are those of the round before. Traffic is what it must send at
 * least, not measured.
 */
public final class Dl4jRounds implements RoundEngine {

  private final RunContext context;
  private final Dl4jLayers layers;
  private final SparkComputationGraph network;

  /** Creates the engine of a run. */
  public Dl4jRounds(RunContext context) {
    this.context = context;
    Settings settings = context.shared().settings();
    ParameterAveragingTrainingMaster master =
        new ParameterAveragingTrainingMaster.Builder(
                settings.train().workers(), settings.batch().size())
            .batchSizePerWorker(settings.batch().size())
            .averagingFrequency(settings.rounds().steps())
            .repartionData(Repartition.Never)
            .rddTrainingApproach(RDDTrainingApproach.Direct)
            .storageLevel(StorageLevel.MEMORY_ONLY())
            .workerPrefetchNumBatches(0)
            // Unset it is false, whatever its Javadoc says, and Adam forgets at every averaging.
            .saveUpdater(settings.optimiser().state() == OptimiserSettings.State.AVERAGED)
            .build();
    this.layers =
        settings.train().averaging() == TrainSettings.Averaging.DL4J_STOCK
            ? Dl4jLayers.STOCK
            : Dl4jLayers.OWN;
    this.network =
        new SparkComputationGraph(
            context.spark(), layers.network(settings, context.shared().loss()), master);
  }

  @Override
  public Outcome run(RoundStart start, List<WorkerRound> parts) {
    long began = System.nanoTime();
    RunContext.Shared shared = context.shared();
    Dl4jLayers with = layers;
    ComputationGraph graph = network.getNetwork();
    OptimiserSettings optimiser = shared.settings().optimiser();
    graph.setLearningRate(optimiser.learningRate() * parts.get(0).rate());
    layers.write(start.parameters(), graph);
    if (start.optimiserState().length > 0) {
      HostCopy.write(start.optimiserState(), graph.getUpdater().getStateViewArray());
    }
    graph.getConfiguration().setIterationCount(start.iteration());
    JavaRDD<DataSet> batches =
        context
            .spark()
            .parallelize(parts, parts.size())
            .flatMap(part -> dataSets(shared, with, part));
    ComputationGraph fitted = network.fit(batches);
    INDArray moments =
        optimiser.state() == OptimiserSettings.State.AVERAGED
            ? fitted.getUpdater().getStateViewArray()
            : null;
    RoundStart next =
        new RoundStart(
            start.round() + 1,
            layers.read(fitted),
            moments == null ? new float[0] : HostCopy.read(moments),
            start.iteration() + parts.get(0).batches().size());
    double seconds = (System.nanoTime() - began) / 1e9;
    long bytes =
        (long) Float.BYTES
            * parts.size()
            * (start.parameters().length + next.optimiserState().length);
    return new Outcome(
        next, parts.stream().map(part -> work(part, seconds)).toList(), new Traffic(bytes, bytes));
  }

  /** Of what a worker's steps took dl4j-spark tells nothing, so that each gets the whole time. */
  private RoundWork work(WorkerRound part, double seconds) {
    int steps = part.batches().size();
    long examples = (long) steps * context.shared().settings().batch().size();
    return new RoundWork(steps, examples, network.getScore() * steps, 0, 0, 0, seconds);
  }

  private static Iterator<DataSet> dataSets(
      RunContext.Shared shared, Dl4jLayers layers, WorkerRound part) {
    Settings settings = shared.settings();
    Pixels pixels = ExecutorCache.pixels(shared.index().value());
    PixelReader reader = new PixelReader(pixels, settings.augment());
    pixels.require(
        part.batches().stream().flatMapToInt(batch -> IntStream.of(batch.rows())).toArray());
    List<DataSet> sets = new ArrayList<>();
    for (int i = 0; i < part.batches().size(); i++) {
      int size = part.batches().get(i).rows().length;
      float[] images = new float[size * reader.imageFloats()];
      int[] labels = new int[size];
      reader.read(
          part.batches().get(i), part.stepSeed(new Seed(settings.seed()), i), images, labels);
      float[] column = new float[size];
      for (int j = 0; j < size; j++) {
        column[j] = labels[j];
      }
      sets.add(
          new DataSet(
              layers.images(
                  Nd4j.createFromArray(images)
                      .reshape(
                          size,
                          settings.image().height(),
                          settings.image().width(),
                          settings.image().channels())),
              Nd4j.createFromArray(column).reshape(size, 1)));
    }
    return sets.iterator();
  }
}
