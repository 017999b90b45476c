/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import org.anchorage.core.config.MemorySettings;
import org.bytedeco.javacpp.Pointer;

/** The native memory that this process lets ND4J have. Stateless and thread-safe. */
final class OffHeap {

  private static final long MB = 1 << 20;

  private OffHeap() {}

  /**
   * Refuses a process that cannot hold what the settings promise ND4J.
   *
   * @throws IllegalStateException if its limit is lower, or its machine has less; says how to
   *     change that
   */
  static void require(MemorySettings settings) {
    long machine = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      // Of the container, where there is one.
      machine = system.getTotalMemorySize() / MB;
    }
    require(
        settings.offHeapMb(),
        Pointer.maxBytes() / MB,
        Runtime.getRuntime().maxMemory() / MB,
        machine);
  }

  /** All in MB; a limit or a machine of 0 is unknown. */
  static void require(long asked, long limit, long heap, long machine) {
    if (asked == 0) {
      return;
    }
    if (limit != 0 && limit < asked) {
      throw new IllegalStateException(
          "This process lets ND4J have "
              + limit
              + " MB, and memory.off-heap-mb asks for "
              + asked
              + "; start it with -Dorg.bytedeco.javacpp.maxbytes="
              + asked
              + "m (executors: in spark.executor.extraJavaOptions, or leave that to this program)");
    }
    if (machine != 0 && heap + asked > machine) {
      throw new IllegalStateException(
          "A heap of "
              + heap
              + " MB and memory.off-heap-mb = "
              + asked
              + " do not fit into the "
              + machine
              + " MB of this machine or container; lower either (-Xmx, spark.executor.memory), or"
              + " give it more");
    }
  }
}
