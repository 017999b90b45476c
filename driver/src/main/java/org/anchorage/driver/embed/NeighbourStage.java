/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.PartSize;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.Function2;
import org.apache.spark.broadcast.Broadcast;
import org.jspecify.annotations.Nullable;

/**
 * Neighbours of many vectors in a base, as a Spark job. Tasks read base and queries where they lie.
 * If the base fits in the memory that is allowed, an executor prepares it once for all its tasks.
 * If not, each task takes more queries and reads the base part by part. Each task searches for a
 * block of queries and reduces the result at once, so that no more than a block of neighbours is
 * held. Results depend neither on the memory nor on the blocks.
 */
public final class NeighbourStage {

  /** Queries of a task: few enough that ten thousand queries keep all cores busy to the end. */
  public static final int QUERIES_A_TASK = 512;

  /** Tasks for each core if the base is read in parts: more would read it more often. */
  private static final int TASKS_A_CORE = 2;

  private final JavaSparkContext spark;
  private final SearchKind kind;
  private final SearchMemory memory;
  private final int queriesATask;
  private final @Nullable PartSize given;

  /**
   * Creates the stage.
   *
   * @param kind how executors search the base
   * @param memory that the search may take
   */
  public NeighbourStage(JavaSparkContext spark, SearchKind kind, SearchMemory memory) {
    this(spark, kind, memory, QUERIES_A_TASK);
  }

  /** Creates the stage with blocks of another size for bases that fit, at least 1. */
  public NeighbourStage(
      JavaSparkContext spark, SearchKind kind, SearchMemory memory, int queriesATask) {
    this(spark, kind, memory, queriesATask, null);
  }

  private NeighbourStage(
      JavaSparkContext spark,
      SearchKind kind,
      SearchMemory memory,
      int queriesATask,
      @Nullable PartSize given) {
    this.spark = spark;
    this.kind = kind;
    this.memory = memory;
    this.queriesATask = queriesATask;
    this.given = given;
  }

  /** Returns a stage that reads every base in parts of a size, even one that fits. */
  public NeighbourStage inParts(PartSize size) {
    return new NeighbourStage(spark, kind, memory, queriesATask, size);
  }

  private boolean isShared(Base base) {
    return given == null && memory.holds(base.vectors().count(), base.vectors().dim());
  }

  /**
   * A base and its queries.
   *
   * @param vectors the base
   * @param queries vectors whose neighbours in the base are wanted
   */
  public record Base(VectorSet vectors, VectorSet queries) implements Serializable {

    /** A base whose own vectors are the queries. */
    public Base(VectorSet vectors) {
      this(vectors, vectors);
    }
  }

  /**
   * Searches for blocks of queries, and reduces the results. It is broadcast once a job, and the
   * tasks of an executor share it.
   */
  public interface Task<R> extends Serializable {

    /** Returns how many neighbours of a query it wants, of all kinds together. */
    int k();

    /** Returns the result for some queries if an earlier try has left one, or null. */
    default @Nullable R finished(int from, int to) {
      return null;
    }

    /**
     * Searches for some of the queries, and reduces the result.
     *
     * @param prepared the base, prepared
     * @param base the base and the queries
     * @param from first query (included)
     * @param to last query (not included)
     */
    R run(NeighbourSearch prepared, Base base, int from, int to);
  }

  /** What a job sends to executors. */
  private record Job<R>(
      Base base, Task<R> task, SearchKind kind, int queries, int partRows, boolean shared)
      implements Serializable {

    int end(int from) {
      return (int) Math.min(base.queries().count(), (long) from + queries);
    }
  }

  /**
   * Returns how many queries a task takes; results of {@link Task#finished} are for such blocks.
   *
   * @throws ConfigurationException if the memory is too small for any
   */
  public int queriesATask(Base base, int k) {
    return isShared(base) ? queriesATask : parts(base, k).queries();
  }

  private PartSize parts(Base base, int k) {
    if (given != null) {
      return given;
    }
    long tasks = (long) TASKS_A_CORE * Math.max(1, spark.defaultParallelism());
    long even = (base.queries().count() + tasks - 1) / tasks;
    return memory.parts(
        base.vectors().dim(), k, (int) Math.max(queriesATask, Math.min(even, Integer.MAX_VALUE)));
  }

  /**
   * Runs a task on every block of queries.
   *
   * @param progress takes the number of queries that are done
   * @return the results of the blocks, in the order of the queries
   * @throws ConfigurationException if the memory is too small for any search
   */
  public <R> List<R> run(Base base, Task<R> task, LongConsumer progress) {
    return during(base, task, progress, JavaRDD::collect);
  }

  /**
   * Runs a task on every block of queries, and adds up the results on executors.
   *
   * @param plus adds two results; in any order and grouping it gives the same
   * @param progress takes the number of queries that are done
   * @throws ConfigurationException if the memory is too small for any search
   */
  public <R> R sum(Base base, Task<R> task, Function2<R, R, R> plus, LongConsumer progress) {
    return during(base, task, progress, results -> results.treeReduce(plus));
  }

  @FunctionalInterface
  private interface Action<R, S> {
    S of(JavaRDD<R> results);
  }

  private <R, S> S during(Base base, Task<R> task, LongConsumer progress, Action<R, S> action) {
    Job<R> job = job(base, task);
    int count = base.queries().count();
    List<Integer> starts = new ArrayList<>();
    for (long from = 0; from < count; from += job.queries()) {
      starts.add((int) from);
    }
    Broadcast<Job<R>> sent = spark.broadcast(job);
    BroadcastKey key = BroadcastKey.of(spark, sent);
    try {
      return TaskProgress.during(
          spark.sc(),
          progress,
          job.queries(),
          count,
          () ->
              action.of(
                  spark
                      .parallelize(starts, Math.max(1, starts.size()))
                      .setName("neighbours")
                      .map(from -> block(sent.value(), key, from))));
    } finally {
      sent.destroy();
    }
  }

  private <R> Job<R> job(Base base, Task<R> task) {
    if (isShared(base)) {
      return new Job<>(base, task, kind, queriesATask, base.vectors().count(), true);
    }
    PartSize parts = parts(base, task.k());
    return new Job<>(base, task, kind, parts.queries(), parts.rows(), false);
  }

  private static <R> R block(Job<R> job, BroadcastKey key, int from) {
    int to = job.end(from);
    R finished = job.task().finished(from, to);
    if (finished != null) {
      return finished;
    }
    if (job.shared()) {
      return ExecutorCache.search(
          key,
          () -> job.kind().prepare(job.base().vectors().whole()),
          prepared -> job.task().run(prepared, job.base(), from, to));
    }
    try (NeighbourSearch parted = job.kind().prepare(job.base().vectors().open(), job.partRows())) {
      return job.task().run(parted, job.base(), from, to);
    }
  }
}
