/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.executor.BroadcastKey;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Neighbours of many vectors in a base, as a Spark job. Base and queries are broadcast. Each task
 * searches for a block of queries and reduces the result at once, so that no more than a block of
 * neighbours is held.
 */
public final class NeighbourStage {

  /** Queries of a task: few enough that ten thousand queries keep all cores busy to the end. */
  public static final int QUERIES_A_TASK = 512;

  private final JavaSparkContext spark;
  private final SearchKind kind;
  private final int queriesATask;

  /**
   * Creates the stage.
   *
   * @param kind how executors search the base
   */
  public NeighbourStage(JavaSparkContext spark, SearchKind kind) {
    this(spark, kind, QUERIES_A_TASK);
  }

  /** Creates the stage with blocks of another size, at least 1; results do not depend on it. */
  public NeighbourStage(JavaSparkContext spark, SearchKind kind, int queriesATask) {
    this.spark = spark;
    this.kind = kind;
    this.queriesATask = queriesATask;
  }

  /**
   * A base and its queries.
   *
   * @param vectors the base
   * @param labels of each vector of the base
   * @param queries vectors whose neighbours in the base are wanted
   */
  public record Base(Vectors vectors, int[] labels, Vectors queries) implements Serializable {

    /** A base whose own vectors are the queries. */
    public Base(Vectors vectors, int[] labels) {
      this(vectors, labels, vectors);
    }
  }

  /** Searches for a block of queries, and reduces the result. */
  @FunctionalInterface
  public interface Task<R> extends Serializable {

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

  /**
   * Runs a task on every block of queries.
   *
   * @param progress takes the number of queries that are done
   * @return the results of the blocks, in the order of the queries
   */
  public <R> List<R> run(Base base, Task<R> task, LongConsumer progress) {
    int count = base.queries().count();
    SearchKind search = kind;
    int most = queriesATask;
    List<Integer> starts = new ArrayList<>();
    for (int from = 0; from < count; from += most) {
      starts.add(from);
    }
    Broadcast<Base> sent = spark.broadcast(base);
    BroadcastKey key = BroadcastKey.of(spark, sent);
    try {
      return TaskProgress.during(
          spark.sc(),
          progress,
          most,
          count,
          () ->
              spark
                  .parallelize(starts, Math.max(1, starts.size()))
                  .setName("neighbours")
                  .map(from -> block(sent.value(), search, key, from, most, task))
                  .collect());
    } finally {
      sent.destroy();
    }
  }

  private static <R> R block(
      Base base, SearchKind kind, BroadcastKey key, int from, int most, Task<R> task) {
    int to = Math.min(base.queries().count(), from + most);
    return ExecutorCache.search(
        key, () -> kind.prepare(base.vectors()), prepared -> task.run(prepared, base, from, to));
  }
}
