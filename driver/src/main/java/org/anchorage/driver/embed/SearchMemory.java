/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.io.Serializable;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.mining.neighbours.PartSize;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * How much memory searches may take in an executor, and what follows from it. Results do not depend
 * on it.
 *
 * @param setting that says so
 * @param mb of all tasks of an executor together, at least 1
 * @param slots tasks that an executor runs at once, at least 1
 */
public record SearchMemory(Key setting, int mb, int slots) implements Serializable {

  /** A base that is shared is held twice: as given, and prepared outside the heap. */
  private static final int COPIES = 2;

  /**
   * Half of the memory of a search lies outside the heap. Decoded images and Spark need heap too.
   */
  private static final double HEAP_SHARE = 0.3;

  public SearchMemory {
    if (mb < 1 || slots < 1) {
      throw new IllegalArgumentException(
          mb + " MB for " + slots + " tasks leave none; pass at least 1 of each");
    }
  }

  /**
   * Returns the memory that a setting allows in each executor of an application, or what fits in a
   * smaller heap.
   */
  public static SearchMemory of(JavaSparkContext spark, Key setting, int mb) {
    SparkConf conf = spark.getConf();
    int cores =
        spark.sc().isLocal()
            ? spark.defaultParallelism()
            : conf.getInt("spark.executor.cores", coresOf(spark.master()));
    int fitting = Math.max(1, (int) (HEAP_SHARE * heapMb(spark)));
    return new SearchMemory(
        setting, Math.min(mb, fitting), Math.max(1, cores / conf.getInt("spark.task.cpus", 1)));
  }

  private static long heapMb(JavaSparkContext spark) {
    return spark.sc().isLocal()
        ? Runtime.getRuntime().maxMemory() >> 20
        : spark.getConf().getSizeAsMb("spark.executor.memory", "1g");
  }

  /** Returns the cores in local-cluster[executors, cores, MB]; elsewhere Spark's default of 1. */
  private static int coresOf(String master) {
    String[] parts = master.split("[\\[,\\]]", -1);
    return parts.length > 2 && parts[0].equals("local-cluster")
        ? Integer.parseInt(parts[2].strip())
        : 1;
  }

  /** Returns the memory in bytes. */
  public long bytes() {
    return (long) mb << 20;
  }

  /** Returns what one task may take, in bytes. */
  public long taskBytes() {
    return bytes() / slots;
  }

  /** Returns what one task may take on the heap alone, in bytes. */
  public long taskHeapBytes() {
    return taskBytes() / 2;
  }

  /** Returns whether an executor may hold a base prepared for all its tasks. */
  public boolean holds(int count, int dim) {
    return (long) count * dim * Float.BYTES * COPIES <= bytes();
  }

  /**
   * Returns how many queries and vectors of the base a task holds.
   *
   * @param k neighbours of a query, of all kinds together
   * @param mostQueries at once
   * @throws ConfigurationException if the memory suffices for none
   */
  PartSize parts(int dim, int k, int mostQueries) {
    try {
      return PartSize.of(taskBytes(), dim, k, mostQueries);
    } catch (IllegalArgumentException e) {
      throw new ConfigurationException(
          setting,
          mb,
          "each of an executor's " + slots + " tasks gets its share, and " + e.getMessage());
    }
  }
}
