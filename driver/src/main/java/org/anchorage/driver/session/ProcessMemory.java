/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * The parts of an executor's memory, in MB. Its container must hold the heap, ND4J's native memory,
 * and the memory of the JVM and of Spark beside both.
 *
 * @param heap of the JVM
 * @param offHeap that ND4J may use
 * @param overhead of the container: its memory beside the heap
 */
record ProcessMemory(long heap, long offHeap, long overhead) {

  /** JavaCPP's property that limits its allocations. */
  static final String MOST_BYTES = "org.bytedeco.javacpp.maxbytes";

  /** JavaCPP's property that limits the whole process, including the heap. */
  static final String MOST_PHYSICAL = "org.bytedeco.javacpp.maxphysicalbytes";

  private static final long MB = 1 << 20;

  /**
   * Divides an executor's memory.
   *
   * @param heap of an executor
   * @param given overhead that the user has set; 0 if none
   * @throws ConfigurationException if the settings do not fit into that overhead
   */
  static ProcessMemory of(MemorySettings settings, long heap, long given) {
    // As much as Spark reserves for a JVM: class data, threads, network buffers.
    long jvm = Math.max(384, heap / 10);
    long asked = settings.offHeapMb();
    if (given == 0) {
      long offHeap = asked == 0 ? heap : asked;
      return new ProcessMemory(heap, offHeap, offHeap + jvm);
    }
    long left = given - jvm;
    long least = asked == 0 ? MemorySettings.LEAST_OFF_HEAP : asked;
    if (left < least) {
      throw new ConfigurationException(
          MemorySettings.OFF_HEAP_MB,
          asked,
          "spark.executor.memoryOverhead = "
              + given
              + " MB leaves "
              + Math.max(0, left)
              + " MB for ND4J beside "
              + jvm
              + " MB for the JVM; leave the overhead out, or raise it to at least "
              + (least + jvm));
    }
    return new ProcessMemory(heap, asked == 0 ? left : asked, given);
  }

  /** Returns the system properties that hold ND4J to these limits. */
  Map<String, String> properties() {
    return new TreeMap<>(
        Map.of(
            MOST_BYTES,
            Long.toString(offHeap * MB),
            MOST_PHYSICAL,
            Long.toString((heap + overhead) * MB)));
  }
}
