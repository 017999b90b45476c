/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.Serializable;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.worker.dl4j.Backend;
import org.anchorage.worker.dl4j.Encoders;
import org.anchorage.worker.dl4j.OffHeap;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.RankingLosses;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Learner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * What the Spark stages of one run share.
 *
 * @param spark where jobs run; not for closures
 * @param shared what closures may carry
 */
public record RunContext(JavaSparkContext spark, Shared shared) {

  /**
   * The part that travels to executors.
   *
   * @param key names the run's networks in the executor cache
   * @param settings of the run
   * @param index of the corpus
   */
  public record Shared(String key, Settings settings, Broadcast<CorpusIndex> index)
      implements Serializable {

    /**
     * Makes a network of the run with its loss, untrained, wherever it is called.
     *
     * @throws IllegalStateException if this JVM has loaded a native library without oneDNN, or has
     *     less memory than the settings promise
     */
    public Learner learner() {
      requireFit();
      return new Learner(Encoders.create(settings, loss()));
    }

    /**
     * Makes a network that only embeds, untrained; on whatever corpus, as it has nothing of a loss.
     *
     * @throws IllegalStateException if this JVM has loaded a native library without oneDNN, or has
     *     less memory than the settings promise
     */
    public Learner embedding() {
      requireFit();
      return new Learner(Encoders.embedding(settings));
    }

    /**
     * Makes what embeds with such a network, wherever it is called.
     *
     * @throws IllegalStateException as above
     */
    public Embedder embedder() {
      requireFit();
      return new Embedder(Encoders.embedding(settings));
    }

    private void requireFit() {
      Backend.requireFast();
      OffHeap.require(settings.spark().memory());
    }

    /** Returns the run's loss, for the classes of its corpus. */
    public RankingLoss loss() {
      return RankingLosses.of(settings.loss(), index.value().classes());
    }
  }
}
