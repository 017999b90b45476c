/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.time.Duration;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.driver.executor.EveryExecutor;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.worker.step.Embedder;
import org.anchorage.worker.step.Engine;
import org.anchorage.worker.step.Engines;
import org.anchorage.worker.step.Learner;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the stages of a run work with: the corpus, its index and the run's start on the executors,
 * and an untrained network. Closing it has executors forget the run.
 */
public final class OpenRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRun.class);

  /** How long a close waits for executors. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final SparkSession session;
  private final Corpus corpus;
  private final RunContext context;

  private OpenRun(SparkSession session, Corpus corpus, RunContext context) {
    this.session = session;
    this.corpus = corpus;
    this.context = context;
  }

  /**
   * Opens a corpus under the settings of a run that starts from drawn parameters.
   *
   * @param settings of the run; {@code corpus} is opened
   * @throws ConfigurationException if no corpus is named, or no engine has the name given
   */
  public static OpenRun open(SparkSession session, Settings settings) {
    return open(session, settings, RunStart.DRAWN);
  }

  /**
   * Opens a corpus under a run's settings.
   *
   * @param settings of the run; {@code corpus} is opened
   * @param start where the run starts; broadcast once
   * @throws ConfigurationException if no corpus is named, or no engine has the name given
   */
  public static OpenRun open(SparkSession session, Settings settings, RunStart start) {
    requireCorpus(settings);
    Engine engine = Engines.of(settings);
    engine.backend().requireFast();
    LOG.info("Engine {} runs on {}", engine.name(), engine.backend().library());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Configuration hadoop = spark.hadoopConfiguration();
    Corpus corpus = Corpus.open(session, settings.corpus());
    Broadcast<CorpusIndex> index =
        spark.broadcast(CorpusIndex.of(corpus, settings, HadoopSettings.of(hadoop)));
    BroadcastKey key = BroadcastKey.of(spark, index);
    RunContext.Shared shared = new RunContext.Shared(key, settings, index, null);
    float[] parameters = start.of(shared);
    if (parameters != null) {
      shared = new RunContext.Shared(key, settings, index, spark.broadcast(parameters));
    }
    return new OpenRun(session, corpus, new RunContext(spark, shared));
  }

  /**
   * Refuses settings that name no corpus.
   *
   * @throws ConfigurationException if they name none
   */
  public static void requireCorpus(Settings settings) {
    if (settings.corpus().isBlank()) {
      throw new ConfigurationException(
          Settings.CORPUS, "", "name a corpus, e.g. corpus=corpora/demo; import makes one");
    }
  }

  /** Returns the Spark session that the run was opened in. */
  public SparkSession session() {
    return session;
  }

  /** Returns the corpus. */
  public Corpus corpus() {
    return corpus;
  }

  /** Returns the catalogue of the corpus. */
  public Catalogue catalogue() {
    return corpus.catalogue();
  }

  /** Returns the corpus as the parent of what is made from it. */
  public Manifest.Parent parent() {
    return new Manifest.Parent(
        "corpus", corpus.location().toString(), corpus.manifest().fingerprint());
  }

  /** Returns the context of Spark stages. */
  public RunContext context() {
    return context;
  }

  /** Returns the settings. */
  public Settings settings() {
    return context.shared().settings();
  }

  /** Returns the filesystem's configuration. */
  public Configuration hadoop() {
    return context.spark().hadoopConfiguration();
  }

  /**
   * Returns a new network with its loss, as the run starts. It is a function of the run's start,
   * the settings, their seed, and the number of classes to train on.
   */
  public Learner untrained() {
    return context.shared().learner();
  }

  /**
   * Returns a new network that only embeds, as the run starts. It is a function of the run's start,
   * the settings and their seed.
   */
  public Embedder embedder() {
    return context.shared().embedder();
  }

  /**
   * Tells every executor that can be reached within ten seconds to forget the run. The others
   * forget it with their next task. Does not fail: after Spark has stopped, no executor is left.
   */
  @Override
  public void close() {
    BroadcastKey key = context.shared().key();
    ExecutorCache.forget(key);
    if (context.spark().sc().isStopped()) {
      return;
    }
    try {
      // First, so that no task can begin to read the corpus after its executor has forgotten it.
      context.shared().index().destroy();
      Broadcast<float[]> start = context.shared().sent();
      if (start != null) {
        start.destroy();
      }
    } catch (Exception e) {
      // Exception: Spark's Scala code throws checked ones that no signature declares.
      LOG.info("The broadcasts of a closed run could not be destroyed: {}", e.toString());
    }
    EveryExecutor.run(
        context.spark(),
        "forget",
        () -> {
          ExecutorCache.forget(key);
          return key;
        },
        PATIENCE);
  }
}
