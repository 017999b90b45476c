/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.config.MemorySettings;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * How the memory of an executor is shared out, in MB. Its container must hold the heap, ND4J's
 * native memory, and what the JVM and Spark take beside both.
 *
 * @param heap of the JVM
 * @param offHeap that ND4J may use
 * @param overhead that the container has beside the heap
 */
record ProcessMemory(long heap, long offHeap, long overhead) {

  /** What javacpp limits an allocation by. */
  static final String MOST_BYTES = "org.bytedeco.javacpp.maxbytes";

  /** What javacpp limits the whole process by, its heap among it. */
  static final String MOST_PHYSICAL = "org.bytedeco.javacpp.maxphysicalbytes";

  private static final long MB = 1 << 20;

  /**
   * Shares out.
   *
   * @param heap of an executor
   * @param given overhead that somebody has asked for; 0 where nobody has
   * @throws ConfigurationException if what is asked for does not fit into it
   */
  static ProcessMemory of(MemorySettings settings, long heap, long given) {
    // As Spark reserves for a JVM: class data, threads, network buffers.
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
              + " MB for the JVM; leave it out, or raise it to at least "
              + (least + jvm));
    }
    return new ProcessMemory(heap, asked == 0 ? left : asked, given);
  }

  /** Returns the system properties by which ND4J keeps to it. */
  Map<String, String> properties() {
    return new TreeMap<>(
        Map.of(
            MOST_BYTES,
            Long.toString(offHeap * MB),
            MOST_PHYSICAL,
            Long.toString((heap + overhead) * MB)));
  }
}
