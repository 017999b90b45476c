/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.ExactNeighbours;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * One block of 256 queries against a whole base of 128 dimensions: their exact 50 nearest, on one
 * thread. Some queries are checked against a full sort.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class NeighbourBenchmark {

  private static final int DIM = 128;
  private static final int BLOCK = 256;
  private static final int K = 50;
  private static final int[] CHECKED = {0, 100, 255};

  /** Vectors of the base, of length 1. */
  @Param({"10000", "60000"})
  public int count;

  private ExactNeighbours neighbours;

  /** Prepares the base, and checks what is found. */
  @Setup
  public void prepare() {
    SplittableRandom random = new Seed(7).generator();
    float[] values = new float[count * DIM];
    for (int row = 0; row < count; row++) {
      double squares = 0;
      for (int i = row * DIM; i < (row + 1) * DIM; i++) {
        values[i] = (float) random.nextGaussian();
        squares += (double) values[i] * values[i];
      }
      for (int i = row * DIM; i < (row + 1) * DIM; i++) {
        values[i] = (float) (values[i] / Math.sqrt(squares));
      }
    }
    Vectors base = new Vectors(DIM, values);
    neighbours = new ExactNeighbours(base);
    Neighbours found = scan();
    for (int query : CHECKED) {
      List<Integer> expected =
          IntStream.range(0, count)
              .filter(row -> row != query)
              .boxed()
              .sorted(
                  Comparator.comparingDouble(
                          (Integer row) -> (float) base.squaredDistance(query, base, row))
                      .thenComparing(Comparator.naturalOrder()))
              .limit(K)
              .toList();
      List<Integer> got =
          IntStream.range(query * K, (query + 1) * K).map(i -> found.indices()[i]).boxed().toList();
      if (!got.equals(expected)) {
        throw new IllegalStateException(
            "The nearest of " + query + " are " + got + ", and should be " + expected);
      }
    }
  }

  /** Searches. */
  @Benchmark
  public Neighbours scan() {
    return neighbours.searchSelf(0, BLOCK, K);
  }
}
