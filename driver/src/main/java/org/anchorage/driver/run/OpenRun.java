/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.concurrent.atomic.AtomicLong;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.driver.corpus.Corpus;
import org.anchorage.driver.corpus.HadoopSettings;
import org.anchorage.driver.executor.CorpusIndex;
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
 * What the stages of a run need, opened: the corpus with its index on the executors, and an
 * untrained network. Closing it lets executors forget the run.
 */
public final class OpenRun implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(OpenRun.class);
  private static final AtomicLong OPENED = new AtomicLong();

  private final Corpus corpus;
  private final RunContext context;
  private final Broadcast<CorpusIndex> index;

  private OpenRun(Corpus corpus, RunContext context, Broadcast<CorpusIndex> index) {
    this.corpus = corpus;
    this.context = context;
    this.index = index;
  }

  /**
   * Opens a corpus under a run's settings.
   *
   * @param settings of the run; {@code corpus} names what is opened
   * @throws ConfigurationException if no corpus is named, or an engine that there is not
   */
  public static OpenRun open(SparkSession session, Settings settings) {
    requireCorpus(settings);
    Engine engine = Engines.of(settings);
    engine.backend().requireFast();
    LOG.info("Engine {} runs on {}", engine.name(), engine.backend().library());
    JavaSparkContext spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    Configuration hadoop = spark.hadoopConfiguration();
    Corpus corpus = Corpus.open(session, settings.corpus());
    Broadcast<CorpusIndex> index =
        spark.broadcast(CorpusIndex.of(corpus, settings, HadoopSettings.of(hadoop)));
    String key = spark.sc().applicationId() + "/run-" + OPENED.incrementAndGet();
    return new OpenRun(
        corpus, new RunContext(spark, new RunContext.Shared(key, settings, index)), index);
  }

  /**
   * Refuses settings that name no corpus.
   *
   * @throws ConfigurationException if they name none
   */
  public static void requireCorpus(Settings settings) {
    if (settings.corpus().isBlank()) {
      throw new ConfigurationException(
          Settings.CORPUS, "", "say what to read, e.g. corpus=corpora/demo; import makes one");
    }
  }

  /** Returns what is read. */
  public Corpus corpus() {
    return corpus;
  }

  /** Returns the catalogue of what is read. */
  public Catalogue catalogue() {
    return corpus.catalogue();
  }

  /** Returns the corpus as the parent of what is made from it. */
  public Manifest.Parent parent() {
    return new Manifest.Parent(
        "corpus", corpus.location().toString(), corpus.manifest().fingerprint());
  }

  /** Returns what the Spark stages share. */
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
   * Returns a new untrained network with its loss: a function of the settings, their seed, and the
   * number of classes to train on.
   */
  public Learner untrained() {
    return context.shared().learner();
  }

  /**
   * Returns a new untrained network that only embeds: a function of the settings and their seed.
   */
  public Embedder embedder() {
    return context.shared().embedder();
  }

  @Override
  public void close() {
    ExecutorCache.forget(context.shared().key());
    index.destroy();
  }
}
