/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.Serializable;
import java.util.Objects;
import org.anchorage.core.architecture.LayerGraph;
import org.anchorage.core.architecture.MovingParameters;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.architecture.Trainable;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.round.SplitLearner;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * What the Spark stages of one run share.
 *
 * @param spark where jobs run; not for closures
 * @param shared the part that closures may carry
 */
public record RunContext(JavaSparkContext spark, Shared shared) {

  /**
   * The part that is sent to executors.
   *
   * @param key names the run in the executor cache: the key of {@code index}
   * @param settings of the run
   * @param index of the corpus
   * @param sent parameters of the run's start; null if the run starts from nothing and all of its
   *     network moves
   */
  public record Shared(
      BroadcastKey key,
      Settings settings,
      Broadcast<CorpusIndex> index,
      @Nullable Broadcast<float[]> sent)
      implements Serializable {

    /**
     * Returns the parameters of the run's start, those of its loss included; null if the run has
     * none. Not to be changed.
     */
    public float @Nullable [] start() {
      return sent == null ? null : sent.value();
    }

    /**
     * Makes a network of the run with its loss, as the run starts, in the JVM that calls it. All of
     * it is trained, but for what never moves.
     *
     * @throws IllegalStateException if this JVM has loaded a native library that is too slow, or
     *     has less memory than the settings promise
     */
    public Learner learner() {
      return tail(Trainable.ALL);
    }

    /**
     * Makes a network of the run that reads images and trains a part of it, as {@link #learner()}.
     * Its parameters are those that move.
     */
    public Learner learner(Trainable trainable) {
      return trainable.isAll() ? learner() : new SplitLearner(frozen(trainable), tail(trainable));
    }

    /** Makes the part of a network that moves, as {@link #learner()}. It reads features. */
    public Learner tail(Trainable trainable) {
      float[] start = start();
      return start == null
          ? fitEngine().learner(settings, loss())
          : fitEngine().learner(settings, loss(), trainable, start);
    }

    /** Makes the part of a network that does not move. It turns images into features. */
    public Embedder frozen(Trainable trainable) {
      return fitEngine().frozen(settings, trainable, Objects.requireNonNull(start()));
    }

    /**
     * Makes a network that only embeds, as the run starts, in the JVM that calls it. It works on
     * any corpus: it has no loss parameters.
     *
     * @throws IllegalStateException if this JVM has loaded a native library that is too slow, or
     *     has less memory than the settings promise
     */
    public Embedder embedder() {
      Embedder embedder = fitEngine().embedder(settings);
      float[] start = start();
      if (start != null) {
        embedder.setParameters(engine().embeddingParameters(settings, start));
      }
      return embedder;
    }

    /** Returns which parameters move if this much of the network is trained. */
    public MovingParameters moving(Trainable trainable) {
      return MovingParameters.of(layout(), graph(), trainable);
    }

    /**
     * Returns the parameters of the whole network at a position, those of its loss included. The
     * run may be opened on another corpus than it was trained on.
     */
    public float[] whole(Position position) {
      float[] own = position.start().parameters();
      Trainable trainable = position.moving();
      return trainable == null
          ? own
          : WholeNetwork.of(layout(), graph(), trainable, Objects.requireNonNull(start()), own);
    }

    private LayerGraph graph() {
      return settings.encoder().architecture().layers(settings.encoder().shape());
    }

    /** Returns where each layer's parameters lie in those of a {@link #learner}. */
    public ParameterLayout layout() {
      return engine().layout(settings, loss());
    }

    /** Returns the pixels of the corpus that are kept in the JVM that calls it. */
    public Pixels pixels() {
      return ExecutorCache.pixels(key, index.value());
    }

    /** Returns the run's engine. */
    public Engine engine() {
      return Engines.of(settings);
    }

    private Engine fitEngine() {
      Engine engine = engine();
      engine.backend().requireFast();
      engine.backend().requireMemory(settings.spark().memory());
      return engine;
    }

    /** Returns the run's loss, for the classes of its corpus. */
    public RankingLoss loss() {
      return RankingLosses.of(settings.loss(), index.value().classes());
    }
  }
}
