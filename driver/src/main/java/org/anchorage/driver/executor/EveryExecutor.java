/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.io.Serializable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaFutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.BlockManagerId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;
import scala.collection.JavaConverters;
import scala.collection.Seq;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * Does some work once on each live executor that can be reached. It is a job with one task for each
 * executor, which Spark prefers to run there. Why a job: the messages of a Spark plugin go from
 * executors to the driver, not back, and a plugin must be set before the session is opened. A job
 * runs in any session.
 *
 * <p>If all cores of an executor are busy for longer than {@code spark.locality.wait}, another
 * executor runs its task. Such an executor is asked {@value #MOST_JOBS} times in all. Failures of
 * Spark are not thrown: executors that are lost, or a Spark that has stopped, give no answer.
 */
public final class EveryExecutor {

  private static final Logger LOG = LoggerFactory.getLogger(EveryExecutor.class);

  private static final int MOST_JOBS = 3;

  private EveryExecutor() {}

  /** Work that is sent to executors. */
  @FunctionalInterface
  public interface Work<R> extends Serializable {

    /** Does the work in the executor's JVM. */
    R run();
  }

  /** The result of an executor. */
  private record Answer<R>(String executor, R result) implements Serializable {}

  /**
   * Does the work on each executor; in local mode, in this JVM.
   *
   * @param name of the job, as Spark's pages show it
   * @param patience how long to wait for all executors together
   * @return what the work returned, by the executor's id; those that did not answer are missing
   */
  public static <R> Map<String, R> run(
      JavaSparkContext spark, String name, Work<R> work, Duration patience) {
    Map<String, R> results = new TreeMap<>();
    if (spark.sc().isLocal()) {
      results.put("driver", work.run());
      return results;
    }
    long end = System.nanoTime() + patience.toNanos();
    try {
      List<BlockManagerId> missing = missing(spark, results.keySet());
      for (int job = 0; job < MOST_JOBS && !missing.isEmpty(); job++) {
        for (Answer<R> answer : ask(spark, missing, name, work, end - System.nanoTime())) {
          results.put(answer.executor(), answer.result());
        }
        missing = missing(spark, results.keySet());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (TimeoutException e) {
      LOG.info("Job {}: only executors {} answered in {}", name, results.keySet(), patience);
    } catch (Exception e) {
      // Exception: Spark's Scala code throws checked ones that no signature declares.
      LOG.info("Job {}: only executors {} answered: {}", name, results.keySet(), e.toString());
    }
    return results;
  }

  private static List<BlockManagerId> missing(JavaSparkContext spark, Set<String> answered) {
    List<BlockManagerId> missing = new ArrayList<>();
    for (BlockManagerId executor :
        JavaConverters.asJavaCollection(
            spark.sc().env().blockManager().master().getMemoryStatus().keys().toSeq())) {
      if (!executor.isDriver() && !answered.contains(executor.executorId())) {
        missing.add(executor);
      }
    }
    return missing;
  }

  private static <R> List<Answer<R>> ask(
      JavaSparkContext spark, List<BlockManagerId> executors, String name, Work<R> work, long nanos)
      throws ExecutionException, InterruptedException, TimeoutException {
    List<Tuple2<String, Seq<String>>> places = new ArrayList<>();
    for (BlockManagerId executor : executors) {
      // Spark's name of an executor as a preferred place.
      String place = "executor_" + executor.host() + "_" + executor.executorId();
      places.add(
          new Tuple2<>(
              executor.executorId(), JavaConverters.asScalaBuffer(List.of(place)).toSeq()));
    }
    ClassTag<String> tag = ClassTag$.MODULE$.apply(String.class);
    JavaFutureAction<List<Answer<R>>> job =
        new JavaRDD<>(spark.sc().makeRDD(JavaConverters.asScalaBuffer(places).toSeq(), tag), tag)
            .setName(name)
            .map(asked -> new Answer<>(SparkEnv.get().executorId(), work.run()))
            .collectAsync();
    try {
      return job.get(nanos, TimeUnit.NANOSECONDS);
    } finally {
      if (!job.isDone()) {
        job.cancel(true);
      }
    }
  }
}
