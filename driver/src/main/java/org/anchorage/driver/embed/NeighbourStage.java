/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.embed;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.executor.ExecutorCache;
import org.anchorage.driver.session.TaskProgress;
import org.anchorage.mining.neighbours.ExactNeighbours;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;

/**
 * Exact neighbours of every vector among all the others, as a Spark job: the base is broadcast,
 * each task searches for a block of queries and reduces what it found at once, so no more than a
 * block of neighbours is ever held.
 */
public final class NeighbourStage {

  private static final int QUERIES_A_TASK = 2048;
  private static final AtomicLong BASES = new AtomicLong();

  private final JavaSparkContext spark;

  /** Creates the stage. */
  public NeighbourStage(JavaSparkContext spark) {
    this.spark = spark;
  }

  /**
   * A base and the class of each of its vectors.
   *
   * @param vectors the base
   * @param labels of each vector
   */
  public record Base(Vectors vectors, int[] labels) implements Serializable {}

  /** Finds the neighbours of a block of the base's own vectors. */
  @FunctionalInterface
  public interface Search extends Serializable {

    /**
     * Returns the neighbours of some vectors of the base, themselves excluded.
     *
     * @param prepared the base, prepared
     * @param base the base
     * @param from first query (included)
     * @param to last query (not included)
     */
    Neighbours search(ExactNeighbours prepared, Base base, int from, int to);
  }

  /** What becomes of a block of neighbours. */
  @FunctionalInterface
  public interface Reduction<R> extends Serializable {

    /**
     * Reduces a block.
     *
     * @param base the base
     * @param from index in the base of the block's first query
     * @param found its neighbours
     */
    R reduce(Base base, int from, Neighbours found);
  }

  /**
   * Searches for every vector of the base.
   *
   * @param progress is told how many queries are done
   * @return what the blocks were reduced to, in the order of the queries
   */
  public <R> List<R> run(Base base, Search search, Reduction<R> reduction, LongConsumer progress) {
    int count = base.vectors().count();
    List<Integer> starts = new ArrayList<>();
    for (int from = 0; from < count; from += QUERIES_A_TASK) {
      starts.add(from);
    }
    long id = BASES.incrementAndGet();
    Broadcast<Base> sent = spark.broadcast(base);
    try {
      return TaskProgress.during(
          spark.sc(),
          progress,
          QUERIES_A_TASK,
          count,
          () ->
              spark
                  .parallelize(starts, Math.max(1, starts.size()))
                  .setName("neighbours")
                  .map(from -> block(sent.value(), id, from, search, reduction))
                  .collect());
    } finally {
      sent.destroy();
    }
  }

  private static <R> R block(Base base, long id, int from, Search search, Reduction<R> reduction) {
    int to = Math.min(base.vectors().count(), from + QUERIES_A_TASK);
    ExactNeighbours prepared = ExecutorCache.neighbours(id, base::vectors);
    return reduction.reduce(base, from, search.search(prepared, base, from, to));
  }
}
