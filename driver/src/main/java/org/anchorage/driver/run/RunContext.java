/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.Serializable;
import org.anchorage.core.architecture.ParameterLayout;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.executor.Pixels;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

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
   */
  public record Shared(BroadcastKey key, Settings settings, Broadcast<CorpusIndex> index)
      implements Serializable {

    /**
     * Makes a network of the run with its loss, untrained, in the JVM that calls it.
     *
     * @throws IllegalStateException if this JVM has loaded a native library that is too slow, or
     *     has less memory than the settings promise
     */
    public Learner learner() {
      return fitEngine().learner(settings, loss());
    }

    /**
     * Makes a network that only embeds, untrained, in the JVM that calls it. It works on any
     * corpus: it has no loss parameters.
     *
     * @throws IllegalStateException if this JVM has loaded a native library that is too slow, or
     *     has less memory than the settings promise
     */
    public Embedder embedder() {
      return fitEngine().embedder(settings);
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
