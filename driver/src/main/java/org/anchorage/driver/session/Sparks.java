/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SparkSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Redaction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkConf;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/** Opens the Spark session of a command. */
public final class Sparks {

  private static final String OVERHEAD = "spark.executor.memoryOverhead";

  private Sparks() {}

  /**
   * Returns the configuration of filesystems without starting Spark: Hadoop's own from the class
   * path, and the {@code spark.hadoop.} properties that spark-submit has set.
   */
  public static Configuration hadoop() {
    return Hadoop.configuration();
  }

  /** As {@link #hadoop()}, with the properties of a session that has not been opened. */
  public static Configuration hadoop(SparkConf conf) {
    Configuration hadoop = new Configuration();
    for (Tuple2<String, String> property : conf.getAllWithPrefix("spark.hadoop.")) {
      hadoop.set(property._1(), property._2());
    }
    return hadoop;
  }

  /**
   * Returns the session: the one that spark-submit set up, or a local one.
   *
   * @param settings master (used only where spark-submit has not set one) and further properties
   * @param name of the application, as Spark's pages show it
   * @throws ConfigurationException if workers cannot use the GPUs that the settings ask for, an
   *     executor's memory does not suffice, or the temporary directory is full
   */
  public static SparkSession open(SparkSettings settings, String name) {
    return open(conf(settings, name), settings.memory());
  }

  /**
   * Returns the session of a command that trains: as {@link #open(SparkSettings, String)}, with the
   * plugin that rounds with a quorum need.
   */
  public static SparkSession open(Settings settings, String name) {
    SparkConf conf = conf(settings.spark(), name);
    if (settings.rounds().quorum() < 1) {
      Plugins.add(conf, QuorumPlugin.class);
    }
    return open(conf, settings.spark().memory());
  }

  private static SparkSession open(SparkConf conf, MemorySettings memory) {
    TemporaryDirectory.ofProcess().requireRoom(FreeSpace.OF_DISK);
    GpuScheduling.prepare(conf);
    limitMemory(conf, memory);
    ExecutorJvm.prepare(conf);
    return SparkSession.builder().config(conf).getOrCreate();
  }

  /** Returns a session's configuration: spark-submit's, this program's, and the settings. */
  public static SparkConf conf(SparkSettings settings, String name) {
    SparkConf conf = new SparkConf().setAppName(name);
    if (!conf.contains("spark.master")) {
      conf.setMaster(settings.master());
    }
    if (conf.get("spark.master").startsWith("local")) {
      conf.setIfMissing("spark.driver.host", "localhost");
      conf.setIfMissing("spark.driver.bindAddress", "127.0.0.1");
      conf.setIfMissing("spark.ui.enabled", "false");
    }
    conf.setIfMissing("spark.ui.showConsoleProgress", "false");
    // For Spark's pages, logs and event logs. Spark's own expression misses object stores' keys.
    conf.setIfMissing("spark.redaction.regex", Redaction.KEYS);
    // One thread a worker, many workers: oneDNN and OpenBLAS read these before the JVM starts.
    conf.setIfMissing("spark.executorEnv.OMP_NUM_THREADS", "1");
    conf.setIfMissing("spark.executorEnv.OPENBLAS_NUM_THREADS", "1");
    KernelChoice.forward(System.getenv(), conf);
    // A round waits for all its workers; a second copy of a task would only take a core from them.
    conf.setIfMissing("spark.speculation", "false");
    // Parameters hardly compress: compressing them takes longer than sending what it saves.
    conf.setIfMissing("spark.broadcast.compress", "false");
    conf.setIfMissing("spark.shuffle.compress", "false");
    // Writes one file at once. The bypass writes one for each reader and then joins them.
    conf.setIfMissing("spark.shuffle.sort.bypassMergeThreshold", "0");
    conf.setIfMissing("spark.driver.maxResultSize", "0");
    // A worker's result travels with the end of its task, and is not fetched afterwards.
    conf.setIfMissing("spark.task.maxDirectResultSize", "64m");
    conf.setIfMissing("spark.sql.shuffle.partitions", "8");
    // Ids and classes that a disk has changed must not be taken for others.
    conf.setIfMissing("spark.hadoop.parquet.page.verify-checksum.enabled", "true");
    settings.properties().forEach(conf::set);
    return conf;
  }

  /**
   * Sets the memory limits. Executors read them as they start. This process reads them when it
   * loads ND4J, which comes later.
   */
  static void limitMemory(SparkConf conf, MemorySettings settings) {
    if (settings.offHeapMb() > 0) {
      long heap = Runtime.getRuntime().maxMemory() >> 20;
      ProcessMemory.of(settings, heap, 0)
          .properties()
          .forEach(
              (key, value) -> {
                if (System.getProperty(key) == null) {
                  System.setProperty(key, value);
                }
              });
    }
    boolean byFactor = conf.contains("spark.executor.memoryOverheadFactor");
    if (ExecutorJvm.isThisProcess(conf)
        || ExecutorJvm.options(conf).contains(ProcessMemory.MOST_BYTES)
        || byFactor) {
      return;
    }
    ProcessMemory memory =
        ProcessMemory.of(
            settings,
            conf.getSizeAsMb("spark.executor.memory", "1g"),
            conf.getSizeAsMb(OVERHEAD, "0"));
    conf.setIfMissing(OVERHEAD, memory.overhead() + "m");
    memory.properties().forEach((key, value) -> ExecutorJvm.add(conf, "-D" + key + "=" + value));
  }
}
