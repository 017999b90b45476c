/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Work that a thread of its own does beside the caller's. Its Spark jobs run beside the caller's
 * jobs. If one of the two fails, the Spark jobs of the other are cancelled. The failure is thrown,
 * and not that the other was cancelled; if both fail by themselves, it is the caller's. For one
 * caller's thread.
 */
final class Beside<R> implements AutoCloseable {

  /** A job that is begun just after others were cancelled is cancelled as late as this. */
  private static final long AGAIN_MS = 100;

  /** Causes of a failure that are looked at. */
  private static final int DEEPEST = 20;

  /** The caller's own work. */
  @FunctionalInterface
  interface Own<E extends Exception> {
    void run() throws E;
  }

  private final SparkContext spark;
  private final String workTag = "anchorage-beside-" + UUID.randomUUID();
  private final String ownTag = workTag + "-own";
  private final CountDownLatch ownEnded = new CountDownLatch(1);
  private final CompletableFuture<R> future = new CompletableFuture<>();

  private Beside(SparkContext spark) {
    this.spark = spark;
  }

  /**
   * Starts the work.
   *
   * @param name of the thread
   */
  static <R> Beside<R> start(JavaSparkContext spark, String name, Supplier<R> work) {
    Beside<R> beside = new Beside<>(spark.sc());
    new Thread(() -> beside.work(work), name).start();
    return beside;
  }

  private void work(Supplier<R> work) {
    spark.addJobTag(workTag);
    R result;
    try {
      result = work.get();
    } catch (Exception | Error e) {
      // Exception: Spark's Scala code throws checked ones that no signature declares.
      future.completeExceptionally(e);
      cancelUntilOver(ownTag, ownEnded);
      return;
    }
    future.complete(result);
  }

  /**
   * Between two jobs there is nothing to cancel, so it is tried again. A thread that is interrupted
   * waits as well: what jobs use is freed after this.
   */
  private void cancelUntilOver(String tag, CountDownLatch over) {
    boolean interrupted = Thread.interrupted();
    try {
      while (!spark.isStopped()) {
        spark.cancelJobsWithTag(tag);
        try {
          if (over.await(AGAIN_MS, TimeUnit.MILLISECONDS)) {
            return;
          }
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Does work of the caller, whose Spark jobs are cancelled if the other work fails. Call it once.
   *
   * @throws E if the caller's work throws it. If its jobs were cancelled because the other work has
   *     failed, that failure is thrown
   */
  <E extends Exception> void during(Own<E> own) throws E {
    spark.addJobTag(ownTag);
    try {
      own.run();
    } catch (Exception e) {
      if (future.isCompletedExceptionally() && isCancelled(e)) {
        throw suppressing(e);
      }
      throw e;
    } finally {
      ownEnded.countDown();
      spark.removeJobTag(ownTag);
    }
  }

  /** Returns whether a failure is that the caller's jobs were cancelled: Spark names their tag. */
  private boolean isCancelled(Exception failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < DEEPEST && cause != null; depth++) {
      if (String.valueOf(cause.getMessage()).contains(ownTag)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  private RuntimeException suppressing(Exception cancelled) {
    try {
      R unused = result();
    } catch (RuntimeException e) {
      e.addSuppressed(cancelled);
      return e;
    }
    throw new IllegalStateException("The work has failed and has a result", cancelled);
  }

  /** Waits for the result. A failure of the work is thrown as the work threw it. */
  R result() {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw e;
    }
  }

  /** Cancels the Spark jobs of the work if it has not ended, and waits for its end. */
  @Override
  public void close() {
    ownEnded.countDown();
    CountDownLatch ended = new CountDownLatch(1);
    var unused = future.whenComplete((result, failure) -> ended.countDown());
    if (!future.isDone()) {
      cancelUntilOver(workTag, ended);
    }
  }
}
