/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * Checks that Spark's master gives executors, and that they match the driver.
 *
 * @param master Spark's master
 * @param probe starts Spark and runs a small job
 * @param patience how long the probe may take
 * @param driver reports on the driver
 */
record ClusterCheck(
    String master, Callable<ClusterReport> probe, Duration patience, Supplier<JvmReport> driver)
    implements Check {

  private static final String SUBJECT = "spark";

  @Override
  public List<Finding> findings() {
    FutureTask<ClusterReport> task = new FutureTask<>(probe);
    Thread thread = new Thread(task, "anchorage-doctor");
    thread.setDaemon(true);
    thread.start();
    try {
      return findings(task.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException e) {
      return List.of(
          Finding.problem(
              SUBJECT,
              master + " gave no answer in " + patience.toSeconds() + " s",
              "check the address, that the queue has room, and HADOOP_CONF_DIR; --patience waits"
                  + " longer"));
    } catch (ExecutionException e) {
      return List.of(
          Finding.failure(
              SUBJECT,
              Objects.requireNonNullElse(e.getCause(), e),
              "check spark.master = " + master + " and its log"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while waiting for " + master, e);
    }
  }

  private List<Finding> findings(ClusterReport report) {
    List<Finding> findings = new ArrayList<>();
    String found =
        String.format(
            Locale.ROOT,
            "%s: %s, %d tasks at once, answered in %.1f s",
            master,
            report.executors() == 1 ? "1 executor" : report.executors() + " executors",
            report.slots(),
            report.seconds());
    findings.add(
        report.answered().size() < report.executors()
            ? Finding.warning(
                SUBJECT,
                found + "; only " + report.answered().size() + " of the executors ran a task",
                "run it again, or look for busy or blocked executors in Spark's web page")
            : Finding.ok(SUBJECT, found));
    JvmReport here = driver.get();
    for (JvmReport one : report.answered()) {
      findings.add(compare(here, one));
    }
    return findings;
  }

  private static Finding compare(JvmReport driver, JvmReport one) {
    String subject = "executor " + one.executor();
    String found =
        String.format(
            Locale.ROOT,
            "%s: Java %s, %s, %s an operation%s",
            one.host(),
            one.java(),
            file(one.library()),
            one.threads() == 1 ? "1 thread" : one.threads() + " threads",
            one.gpu().isEmpty() ? "" : ", GPU " + one.gpu());
    if (one.threads() == 0) {
      return Finding.problem(
          subject,
          found,
          "check that it has this build's natives, room to unpack them, and the GPU");
    }
    if (!one.library().equals(driver.library())
        && !file(one.library()).equals(file(driver.library()))) {
      return Finding.problem(
          subject,
          found + "; the driver has " + file(driver.library()),
          "give the executors the driver's jars, with exactly one native jar among them");
    }
    if (!one.java().equals(driver.java())) {
      return Finding.warning(
          subject,
          found + "; the driver has Java " + driver.java(),
          "set spark.executorEnv.JAVA_HOME to the same Java");
    }
    if (one.threads() > 1) {
      return Finding.warning(
          subject,
          found,
          "set spark.executorEnv.OMP_NUM_THREADS = 1 and OPENBLAS_NUM_THREADS too, and give more"
              + " workers instead");
    }
    return Finding.ok(subject, found);
  }

  /** Returns the library and its directory, which names its kind, without the path of the cache. */
  private static String file(String library) {
    if (!library.startsWith("/")) {
      return library;
    }
    Path path = Path.of(library);
    int names = path.getNameCount();
    return path.subpath(Math.max(0, names - 2), names).toString();
  }
}
