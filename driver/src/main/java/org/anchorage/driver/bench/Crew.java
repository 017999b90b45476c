/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.anchorage.driver.thread.Awaited;

/**
 * Workers that run at once, each on a thread of its own, as in a run. Not thread-safe.
 *
 * @param <W> a worker's own things; only its thread touches them
 */
final class Crew<W> implements AutoCloseable {

  private final List<ExecutorService> threads = new ArrayList<>();
  private final List<W> workers;

  /** Makes workers, each on its thread; {@code make} gets the worker's number, from 0. */
  Crew(int size, IntFunction<W> make) {
    for (int i = 0; i < size; i++) {
      threads.add(Executors.newSingleThreadExecutor(Crew::daemon));
    }
    List<Callable<W>> making = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int number = i;
      making.add(() -> make.apply(number));
    }
    workers = finished(begun(making));
  }

  private static Thread daemon(Runnable work) {
    Thread made = new Thread(work, "anchorage-bench");
    made.setDaemon(true);
    return made;
  }

  /**
   * One turn of all workers.
   *
   * @param seconds from the common start until the last worker finished
   * @param own seconds of each worker
   * @param results of each worker
   */
  record Turn<R>(double seconds, List<Double> own, List<R> results) {

    /**
     * Returns the sum of the workers' rates, if each did this amount in the turn. Rates are summed
     * as those of separate processes are: nobody waits for the slowest.
     */
    double rate(double each) {
      return own.stream().mapToDouble(seconds -> each / seconds).sum();
    }
  }

  private record Timed<R>(double seconds, R result) {}

  /** Has all workers work at once, and waits for the last. */
  <R> Turn<R> turn(Function<W, R> work) {
    List<Callable<Timed<R>>> working = new ArrayList<>();
    for (W worker : workers) {
      working.add(
          () -> {
            long began = System.nanoTime();
            R result = work.apply(worker);
            return new Timed<>(since(began), result);
          });
    }
    long began = System.nanoTime();
    List<Timed<R>> done = finished(begun(working));
    return new Turn<>(
        since(began),
        done.stream().map(Timed::seconds).toList(),
        done.stream().map(Timed::result).toList());
  }

  private static double since(long began) {
    return (System.nanoTime() - began) / 1e9;
  }

  private <R> List<Future<R>> begun(List<Callable<R>> work) {
    List<Future<R>> running = new ArrayList<>();
    for (int i = 0; i < work.size(); i++) {
      running.add(threads.get(i).submit(work.get(i)));
    }
    return running;
  }

  private static <R> List<R> finished(List<Future<R>> running) {
    return running.stream()
        .map(one -> Awaited.result(one, "A worker failed", "The benchmark was interrupted"))
        .toList();
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::shutdownNow);
  }
}
