/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Neighbours of many vectors in a base, as a Spark job. Both are broadcast. Each task works on a
 * block of queries and reduces what it finds at once, so that a task never holds more than a block
 * of neighbours.
 */
public final class NeighbourStage {

  /** Queries of a task: few enough that ten thousand keep all cores busy to the end. */
  public static final int QUERIES_A_TASK = 512;

  private static final AtomicLong BASES = new AtomicLong();

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
   * A base and what is searched for in it.
   *
   * @param vectors the base
   * @param labels of each vector of the base
   * @param queries what is searched for
   */
  public record Base(Vectors vectors, int[] labels, Vectors queries) implements Serializable {

    /** A base that its own vectors are searched for in. */
    public Base(Vectors vectors, int[] labels) {
      this(vectors, labels, vectors);
    }
  }

  /** What is done with a block of queries. */
  @FunctionalInterface
  public interface Task<R> extends Serializable {

    /**
     * Searches for some of the queries, and reduces what it finds.
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
   * @param progress is told how many queries are done
   * @return what the blocks were reduced to, in the order of the queries
   */
  public <R> List<R> run(Base base, Task<R> task, LongConsumer progress) {
    int count = base.queries().count();
    SearchKind search = kind;
    int most = queriesATask;
    List<Integer> starts = new ArrayList<>();
    for (int from = 0; from < count; from += most) {
      starts.add(from);
    }
    long id = BASES.incrementAndGet();
    Broadcast<Base> sent = spark.broadcast(base);
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
                  .map(from -> block(sent.value(), search, id, from, most, task))
                  .collect());
    } finally {
      sent.destroy();
    }
  }

  private static <R> R block(
      Base base, SearchKind kind, long id, int from, int most, Task<R> task) {
    int to = Math.min(base.queries().count(), from + most);
    NeighbourSearch prepared = ExecutorCache.neighbours(id, () -> kind.prepare(base.vectors()));
    return task.run(prepared, base, from, to);
  }
}
