/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.util.List;
import java.util.Locale;

/**
 * Memory, in bytes. Networks and images lie outside the heap, where JavaCPP has limits of its own.
 *
 * @param heap limit of the heap
 * @param outside limit of what JavaCPP may allocate; 0 for no limit
 * @param process size of the process beyond which JavaCPP allocates no more; 0 for no limit
 * @param physical memory of the machine, or of this container
 */
record MemoryCheck(long heap, long outside, long process, long physical) implements Check {

  private static final String SUBJECT = "memory";
  private static final long SMALL_HEAP = 900L << 20;

  @Override
  public List<Finding> findings() {
    String found =
        String.format(
            Locale.ROOT,
            "heap to %s, outside it %s, process %s, of %s",
            Finding.gigabytes(heap),
            limit(outside),
            limit(process),
            Finding.gigabytes(physical));
    if (heap < SMALL_HEAP) {
      return List.of(
          Finding.warning(
              SUBJECT,
              found + ": a small heap",
              "give more, e.g. ANCHORAGE_JAVA_OPTIONS=-Xmx4g, or spark.driver.memory"));
    }
    // JavaCPP's default is four times the heap. If the heap is a quarter of the memory, that is a
    // page or so too much.
    if (heap + outside > physical || process == 0 || process > physical + physical / 20) {
      return List.of(
          Finding.warning(
              SUBJECT,
              found + ": the system may kill the process before its own limit applies",
              "set -Xmx, -Dorg.bytedeco.javacpp.maxbytes and"
                  + " -Dorg.bytedeco.javacpp.maxphysicalbytes to fit; on a cluster also"
                  + " spark.executor.memoryOverhead"));
    }
    return List.of(Finding.ok(SUBJECT, found));
  }

  private static String limit(long bytes) {
    return bytes == 0 ? "without limit" : "to " + Finding.gigabytes(bytes);
  }
}
