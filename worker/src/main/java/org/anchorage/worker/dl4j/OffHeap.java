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
   * Refuses a process that cannot give ND4J the memory that the settings promise.
   *
   * @throws IllegalStateException if the process's limit is lower, or the machine has less memory;
   *     the message says how to change that
   */
  static void require(MemorySettings settings) {
    long machine = 0;
    if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
      // In a container this is the container's memory.
      machine = system.getTotalMemorySize() / MB;
    }
    require(
        settings.offHeapMb(),
        Pointer.maxBytes() / MB,
        Runtime.getRuntime().maxMemory() / MB,
        machine);
  }

  /** All in MB; 0 stands for an unknown limit or machine. */
  static void require(long asked, long limit, long heap, long machine) {
    if (asked == 0) {
      return;
    }
    if (limit != 0 && limit < asked) {
      throw new IllegalStateException(
          "This process lets ND4J have "
              + limit
              + " MB, but memory.off-heap-mb asks for "
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
