/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.io.Serializable;
import org.anchorage.worker.gpu.VisibleGpu;
import org.anchorage.worker.step.Backend;
import org.anchorage.worker.step.Engines;

/**
 * The report of one JVM of the cluster.
 *
 * @param executor Spark's id of the executor
 * @param host that the JVM runs on
 * @param java version
 * @param library that the engine computes with, or why there is none
 * @param threads of one operation; 0 without a library
 * @param gpu that the JVM sees; empty if it sees all
 */
public record JvmReport(
    String executor, String host, String java, String library, int threads, String gpu)
    implements Serializable {

  /**
   * Returns the report of this JVM.
   *
   * @param engine name of the engine whose library is reported
   */
  static JvmReport here(String executor, String host, String engine) {
    Backend backend = Engines.named(engine).backend();
    String java = Runtime.version().toString();
    String gpu = System.getProperty("os.name", "").startsWith("Linux") ? seen() : "";
    try {
      return new JvmReport(executor, host, java, backend.library(), backend.threads(), gpu);
    } catch (LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return new JvmReport(executor, host, java, "none: " + cause, 0, gpu);
    }
  }

  private static String seen() {
    return VisibleGpu.current().orElse("");
  }
}
