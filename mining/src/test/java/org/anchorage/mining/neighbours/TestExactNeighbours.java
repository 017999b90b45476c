/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class TestExactNeighbours {

  @Test
  void agreesWithAFullSortAtOddSizes() {
    for (int dim : new int[] {1, 2, 3, 7, 64, 129}) {
      for (int count : new int[] {1, 2, 7, 8, 9, 65}) {
        Vectors base = random(count, dim, count + dim);
        Vectors queries = random(5, dim, dim);
        try (ExactNeighbours exact = new ExactNeighbours(base, 3, 16)) {
          for (int k : new int[] {1, 2, 10, 70}) {
            same(exact.search(queries, k), SlowNeighbours.among(base, queries, k));
            same(exact.searchSelf(0, count, k), SlowNeighbours.within(base, 0, count, k));
          }
        }
      }
    }
  }

  @Test
  void agreesWithAFullSortWhenTheBufferOverflows() {
    Vectors base = random(3000, 6, 1);
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      for (int k : new int[] {1, 50, 700, 2999, 4000}) {
        same(exact.searchSelf(10, 40, k), SlowNeighbours.within(base, 10, 40, k));
      }
    }
  }

  @Test
  void duplicatesTieExactlyAndComeByIndex() {
    Vectors few = random(7, 33, 4);
    float[] values = new float[2100 * 33];
    SplittableRandom random = new Seed(9).generator();
    for (int row = 0; row < 2100; row++) {
      System.arraycopy(few.values(), random.nextInt(7) * 33, values, row * 33, 33);
    }
    Vectors base = new Vectors(33, values);
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      for (int k : new int[] {1, 5, 400, 1000}) {
        same(exact.searchSelf(2000, 2020, k), SlowNeighbours.within(base, 2000, 2020, k));
      }
    }
  }

  @Test
  void collapsedVectorsAreStillOrderedExactly() {
    SplittableRandom random = new Seed(5).generator();
    float[] values = new float[2000 * 16];
    for (int i = 0; i < values.length; i++) {
      // Three neighbouring floats: distances of a few 1e-14 beside lengths of 4.
      values[i] = 1 + random.nextInt(3) * 0x1p-23f;
    }
    Arrays.fill(values, 0, 16, -500);
    Vectors base = new Vectors(16, values);
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      for (int k : new int[] {30, 500}) {
        same(exact.searchSelf(0, 8, k), SlowNeighbours.within(base, 0, 8, k));
      }
    }
  }

  @Test
  void scalesApartBoundTheirOwnErrors() {
    Vectors base = random(1500, 20, 6);
    for (int row = 0; row < 1500; row++) {
      float scale = (float) Math.pow(10, row % 30 - 20);
      for (int i = 0; i < 20; i++) {
        base.values()[row * 20 + i] *= scale;
      }
    }
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      for (int k : new int[] {9, 300}) {
        same(exact.searchSelf(0, 60, k), SlowNeighbours.within(base, 0, 60, k));
      }
    }
  }

  @Test
  void allEqualVectorsAreNeighboursByIndex() {
    Vectors base = new Vectors(3, new float[3 * 5000]);
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      Neighbours found = exact.searchSelf(1, 2, 4);
      assertThat(found.indices()).containsExactly(0, 2, 3, 4);
      assertThat(found.squaredDistances()).containsOnly(0);
    }
  }

  /** A quarter of all is wanted, which products in double precision decide. */
  @Test
  void manyNeighboursDependNeitherOnBlocksNorOnTheirNumber() {
    Vectors base = random(1200, 40, 11).normalised();
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      Neighbours many = exact.searchSelf(100, 160, 300);
      same(many, SlowNeighbours.within(base, 100, 160, 300));
      Neighbours few = exact.searchSelf(100, 160, 20);
      for (int query = 0; query < 60; query++) {
        assertThat(Arrays.copyOfRange(many.squaredDistances(), query * 300, query * 300 + 20))
            .isEqualTo(Arrays.copyOfRange(few.squaredDistances(), query * 20, query * 20 + 20));
      }
      try (ExactNeighbours other = new ExactNeighbours(base, 7, 72)) {
        same(other.searchSelf(100, 160, 300), many);
      }
    }
  }

  @Test
  void resultsDependNeitherOnBlocksNorOnDivisionIntoCalls() {
    Vectors base = random(150, 24, 8).normalised();
    try (ExactNeighbours exact = new ExactNeighbours(base)) {
      Neighbours whole = exact.searchSelf(0, 150, 20);
      for (int[] sizes : new int[][] {{1, 8}, {5, 24}, {64, 80}, {150, 4096}}) {
        try (ExactNeighbours other = new ExactNeighbours(base, sizes[0], sizes[1])) {
          same(other.searchSelf(0, 150, 20), whole);
        }
      }
      Neighbours part = exact.searchSelf(33, 36, 20);
      assertThat(part.indices()).isEqualTo(Arrays.copyOfRange(whole.indices(), 33 * 20, 36 * 20));
      assertThat(part.squaredDistances())
          .isEqualTo(Arrays.copyOfRange(whole.squaredDistances(), 33 * 20, 36 * 20));
    }
  }

  @Test
  void searchesMayRunSideBySide() throws Exception {
    Vectors base = random(900, 16, 12);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try (ExactNeighbours exact = new ExactNeighbours(base, 32, 128)) {
      Neighbours expected = exact.searchSelf(0, 300, 7);
      List<Future<Neighbours>> futures = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        futures.add(threads.submit(() -> exact.searchSelf(0, 300, 7)));
      }
      for (Future<Neighbours> future : futures) {
        same(future.get(), expected);
      }
    } finally {
      threads.shutdown();
    }
  }

  /** A product of all queries with all of the base would take 8 MB more for the larger one. */
  @Test
  void searchesTakeMemoryForBlocksNotForTheWholeBase() {
    assertThat(allocated(10_000) - allocated(2_000)).isLessThan(2_000_000);
  }

  private static long allocated(int count) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (ExactNeighbours exact = new ExactNeighbours(random(count, 8, 3))) {
      exact.searchSelf(0, 256, 20);
      long before = threads.getCurrentThreadAllocatedBytes();
      exact.searchSelf(0, 256, 20);
      return threads.getCurrentThreadAllocatedBytes() - before;
    }
  }

  @Test
  void noQueriesHaveNoNeighbours() {
    try (ExactNeighbours exact = new ExactNeighbours(random(3, 2, 1))) {
      assertThat(exact.searchSelf(2, 2, 4).queries()).isZero();
    }
  }

  @Test
  void refusesWhatHasNoNeighbours() {
    refused(() -> new ExactNeighbours(new Vectors(2, new float[0])), "There are no vectors to be");
    refused(
        () -> new ExactNeighbours(new Vectors(1, new float[] {0, Float.NaN})),
        "Vector 1 is not finite or is over 10^17 long");
    refused(
        () -> new ExactNeighbours(new Vectors(1, new float[] {(float) 1e18, 0})),
        "Vector 0 is not finite or is over 10^17 long");
    ExactNeighbours exact = new ExactNeighbours(random(3, 2, 1));
    refused(
        () -> exact.search(random(1, 3, 1), 1),
        "Queries of 3 floats cannot be searched among vectors of 2");
    refused(
        () -> exact.search(new Vectors(2, new float[] {0, Float.POSITIVE_INFINITY}), 1),
        "Vector 0 is not finite");
    refused(() -> exact.search(random(1, 2, 1), 0), "Cannot find k = 0 neighbours of 1 queries");
    refused(
        () -> exact.searchSelf(0, 3, Integer.MAX_VALUE),
        "Cannot find k = 2147483647 neighbours of 3 queries");
    refused(() -> exact.searchSelf(2, 4, 1), "The base has no vectors 2 to 4; it has 3");
    exact.close();
    exact.close();
    closed(() -> exact.searchSelf(0, 1, 1));
    closed(() -> exact.search(random(1, 2, 1), 1));
    // In double precision, which has no blocks of the base to miss.
    closed(() -> exact.searchSelf(0, 1, 200));
    closed(() -> exact.ranks(random(1, 2, 1), query -> new int[1], query -> new int[0]));
  }

  private static void closed(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("The base is closed");
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static void same(Neighbours actual, Neighbours expected) {
    assertThat(actual.k()).isEqualTo(expected.k());
    assertThat(actual.indices()).isEqualTo(expected.indices());
    assertThat(actual.squaredDistances()).isEqualTo(expected.squaredDistances());
  }

  private static Vectors random(int count, int dim, long seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() * 2 - 0.7);
    }
    return new Vectors(dim, values);
  }
}
