/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The exact nearest neighbours of all of some vectors among the others; rows/s = count / s. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 3)
@Fork(1)
public class NeighbourBenchmark {

  /** As many queries as a Spark task takes at once. */
  private static final int QUERIES = 512;

  /** Queries that are checked against a full sort. */
  private static final int CHECKED = 8;

  /** How many vectors. */
  @Param({"10000", "20000", "40000", "80000", "160000"})
  public int count;

  /** Their length. */
  @Param("128")
  public int dim;

  /** Neighbours of each. */
  @Param("50")
  public int k;

  /** Threads that search side by side. */
  @Param("2")
  public int threads;

  private NeighbourSearch exact;
  private ExecutorService pool;

  /** Draws the vectors, of length 1 in all directions, and checks some answers. */
  @Setup
  public void prepare() {
    SplittableRandom random = new Seed(1).generator();
    float[] values = new float[Math.multiplyExact(count, dim)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    Vectors base = new Vectors(dim, values).normalised();
    exact = SearchKind.EXACT.prepare(base);
    pool = Executors.newFixedThreadPool(threads);
    int[] found = exact.searchSelf(0, CHECKED, k).indices();
    for (int query = 0; query < CHECKED; query++) {
      int[] sorted = sorted(base, query);
      for (int rank = 0; rank < k; rank++) {
        if (found[query * k + rank] != sorted[rank]) {
          throw new IllegalStateException(
              "Neighbour " + rank + " of " + query + " is " + sorted[rank] + " by a full sort");
        }
      }
    }
  }

  private int[] sorted(Vectors base, int query) {
    float[] distances = new float[count];
    for (int i = 0; i < count; i++) {
      distances[i] = (float) base.squaredDistance(query, base, i);
    }
    return IntStream.range(0, count)
        .filter(i -> i != query)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer i) -> distances[i]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Searches for all. */
  @Benchmark
  public double search() throws InterruptedException, ExecutionException {
    List<Callable<Neighbours>> blocks = new ArrayList<>();
    for (int from = 0; from < count; from += QUERIES) {
      int first = from;
      int to = Math.min(count, first + QUERIES);
      blocks.add(() -> exact.searchSelf(first, to, k));
    }
    double sum = 0;
    for (Future<Neighbours> block : pool.invokeAll(blocks)) {
      sum += block.get().squaredDistances()[0];
    }
    return sum;
  }

  /** Stops the threads. */
  @TearDown
  public void close() {
    pool.shutdown();
    exact.close();
  }
}
