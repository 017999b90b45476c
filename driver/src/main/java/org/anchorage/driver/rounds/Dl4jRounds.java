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
import org.anchorage.driver.executor.PixelReader;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.driver.run.RunContext;
import org.anchorage.worker.dl4j.Dl4jEngine;
import org.anchorage.worker.exchange.Traffic;
import org.anchorage.worker.round.RoundStart;
import org.anchorage.worker.round.RoundWork;
import org.anchorage.worker.round.WorkerRound;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.StepInput;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The baseline: DL4J Spark's {@code ParameterAveragingTrainingMaster} on the same plan. A round is
 * one {@code fit} on exactly workers x H batches. That is one split, so that no batch is dropped.
 * Repartitioning is off, so that each worker keeps its batches.
 *
 * <p>Differs from {@link SparkRounds}: the mean is not weighted, parameters travel float by float,
 * the network is built anew every round, and the share of active tuples is not known. Its workers
 * copy the configuration without the step count, so Adam corrects its bias as if each round were
 * the first, even with the moments of the round before. Traffic is a lower bound, not measured.
 */
public final class Dl4jRounds implements RoundEngine {

  private final RunContext context;
  private final Dl4jEngine engine;
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
            // The default is false, contrary to its Javadoc: Adam would forget at every
            // averaging.
            .saveUpdater(settings.optimiser().state() == OptimiserSettings.State.AVERAGED)
            .build();
    this.engine = engine(settings);
    this.network =
        new SparkComputationGraph(
            context.spark(), engine.graph(settings, context.shared().loss()), master);
  }

  /** Returns the engine that {@code averaging} names, whatever the run's engine. */
  private static Dl4jEngine engine(Settings settings) {
    boolean stock = settings.train().averaging() == TrainSettings.Averaging.DL4J_STOCK;
    return (Dl4jEngine) Engines.named(stock ? "dl4j-stock" : "nd4j");
  }

  @Override
  public Outcome run(RoundStart start, List<WorkerRound> parts) {
    long began = System.nanoTime();
    RunContext.Shared shared = context.shared();
    ComputationGraph graph = network.getNetwork();
    OptimiserSettings optimiser = shared.settings().optimiser();
    graph.setLearningRate(optimiser.learningRate() * parts.get(0).rate());
    engine.setParameters(start.parameters(), graph);
    if (start.optimiserState().length > 0) {
      engine.setOptimiserState(start.optimiserState(), graph);
    }
    graph.getConfiguration().setIterationCount(start.iteration());
    JavaRDD<DataSet> batches =
        context.spark().parallelize(parts, parts.size()).flatMap(part -> dataSets(shared, part));
    ComputationGraph fitted = network.fit(batches);
    float[] moments =
        optimiser.state() == OptimiserSettings.State.AVERAGED
            ? engine.optimiserState(fitted)
            : new float[0];
    RoundStart next =
        new RoundStart(
            start.round() + 1,
            engine.parameters(fitted),
            moments,
            start.iteration() + parts.get(0).batches().size());
    double seconds = (System.nanoTime() - began) / 1e9;
    long bytes =
        (long) Float.BYTES
            * parts.size()
            * (start.parameters().length + next.optimiserState().length);
    return new Outcome(
        next, parts.stream().map(part -> work(part, seconds)).toList(), new Traffic(bytes, bytes));
  }

  /** Gives each worker the whole time: dl4j-spark does not say how long its steps took. */
  private RoundWork work(WorkerRound part, double seconds) {
    int steps = part.batches().size();
    long examples = (long) steps * context.shared().settings().batch().size();
    return new RoundWork(steps, examples, network.getScore() * steps, 0, 0, 0, seconds);
  }

  private static Iterator<DataSet> dataSets(RunContext.Shared shared, WorkerRound part) {
    Settings settings = shared.settings();
    Dl4jEngine engine = engine(settings);
    Pixels pixels = shared.pixels();
    PixelReader reader = new PixelReader(pixels, settings.augment());
    pixels.require(
        part.batches().stream().flatMapToInt(batch -> IntStream.of(batch.rows())).toArray());
    List<DataSet> sets = new ArrayList<>();
    for (int i = 0; i < part.batches().size(); i++) {
      StepInput input =
          reader.read(part.batches().get(i), part.stepSeed(new Seed(settings.seed()), i));
      int size = input.size();
      float[] column = new float[size];
      for (int j = 0; j < size; j++) {
        column[j] = input.labels()[j];
      }
      sets.add(
          new DataSet(
              engine.images(
                  Nd4j.createFromArray(input.images())
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
