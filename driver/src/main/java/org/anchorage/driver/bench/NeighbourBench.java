/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.anchorage.worker.step.Backend;
import org.anchorage.worker.step.Engines;

/**
 * Measures exact search for the nearest neighbours of random vectors of length 1 among themselves.
 * Random directions are the hardest case: the k-th nearest is hardly nearer than the rest.
 */
public final class NeighbourBench {

  private static final int BLOCK = NeighbourStage.QUERIES_A_TASK;

  /**
   * What is searched.
   *
   * @param count vectors, at least 2
   * @param dim of each, at least 1
   * @param k neighbours of each, at least 1 and under {@code count}
   */
  public record Search(int count, int dim, int k) {

    public Search {
      if (count < 2 || count > Integer.MAX_VALUE / Math.max(1, dim)) {
        throw new ConfigurationException(
            "--count", count, "it must be at least 2, and --count x --dim under 2^31");
      }
      if (dim < 1) {
        throw new ConfigurationException("--dim", dim, "it must be at least 1");
      }
      if (k < 1 || k >= count) {
        throw new ConfigurationException(
            "-k", k, "there are " + (count - 1) + " other vectors; ask for 1 to that many");
      }
    }
  }

  /**
   * The figures.
   *
   * @param rowsPerS queries a second, by the median time
   * @param seconds of all queries and of preparing the base, median of the repeats
   * @param prepareSeconds of those, spent on preparing the base
   * @param workers threads that searched
   * @param threads of one operation
   * @param library that ND4J computes with
   */
  public record Result(
      double rowsPerS,
      double seconds,
      double minSeconds,
      double maxSeconds,
      double prepareSeconds,
      int count,
      int dim,
      int k,
      int workers,
      int threads,
      String library) {}

  private NeighbourBench() {}

  /**
   * Measures.
   *
   * @param workers threads that search, at least 1
   * @param schedule its calls are ignored: a turn is one search for all vectors
   * @throws IllegalStateException if ND4J has loaded a library without oneDNN
   */
  public static Result run(Search search, int workers, Seed seed, Schedule schedule) {
    // The search computes with ND4J, whatever engine computes the networks.
    Backend backend = Engines.named("nd4j").backend();
    backend.requireFast();
    Vectors vectors = directions(search, seed);
    List<Double> seconds = new ArrayList<>();
    List<Double> prepared = new ArrayList<>();
    try (Crew<Integer> crew = new Crew<>(workers, worker -> worker)) {
      for (int i = 0; i < schedule.warmUp() + schedule.repeats(); i++) {
        long began = System.nanoTime();
        try (NeighbourSearch neighbours = SearchKind.EXACT.prepare(vectors)) {
          double preparing = (System.nanoTime() - began) / 1e9;
          AtomicInteger next = new AtomicInteger();
          double searching = crew.turn(worker -> blocks(neighbours, search, next)).seconds();
          if (i >= schedule.warmUp()) {
            prepared.add(preparing);
            seconds.add(preparing + searching);
          }
        }
      }
    }
    Repeated all = Repeated.of(seconds);
    return new Result(
        search.count() / all.median(),
        all.median(),
        all.min(),
        all.max(),
        Repeated.of(prepared).median(),
        search.count(),
        search.dim(),
        search.k(),
        workers,
        backend.threads(),
        backend.library());
  }

  /** Searches blocks until none is left, and returns how many neighbours were found. */
  private static long blocks(NeighbourSearch neighbours, Search search, AtomicInteger next) {
    long found = 0;
    for (int from = next.getAndAdd(BLOCK); from < search.count(); from = next.getAndAdd(BLOCK)) {
      int to = Math.min(search.count(), from + BLOCK);
      found += neighbours.searchSelf(from, to, search.k()).indices().length;
    }
    return found;
  }

  private static Vectors directions(Search search, Seed seed) {
    SplittableRandom random = seed.derive("directions").generator();
    int dim = search.dim();
    float[] values = new float[search.count() * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return new Vectors(dim, values).normalised();
  }
}
