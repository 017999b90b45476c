/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** Writes the bad images of a listing, a file a partition. */
final class BadTask {

  private BadTask() {}

  /** Returns the partitions that have bad images, in order. */
  static List<Integer> run(Listing listing, Work work) {
    List<Integer> partitions =
        Jobs.run(
            () ->
                listing
                    .entries()
                    .filter(ordered -> ordered.entry() instanceof Bad)
                    .mapPartitionsWithIndex((p, bad) -> written(p, bad, work), true)
                    .collect());
    List<Integer> sorted = new ArrayList<>(partitions);
    sorted.sort(null);
    return sorted;
  }

  private static Iterator<Integer> written(int partition, Iterator<Ordered> bad, Work work)
      throws IOException {
    if (!bad.hasNext()) {
      return List.<Integer>of().iterator();
    }
    work.bad(partition, work.hadoop())
        .write(
            out -> {
              while (bad.hasNext()) {
                BadLine.write((Bad) bad.next().entry(), out);
              }
            });
    return List.of(partition).iterator();
  }
}
