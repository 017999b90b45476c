/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a shard once it is written. It grows with the classes of the shard, and not with
 * its images.
 *
 * @param number of the shard, from 0
 * @param runs its stretches of one split and class, in order
 * @param sums of its items, for the corpus's fingerprint
 * @param bytes of its encoded images
 * @param checksums SHA-256 of each of its files, by path relative to the corpus
 */
public record WrittenShard(
    int number, List<ClassRun> runs, ClassSums sums, long bytes, Map<String, String> checksums)
    implements Serializable {

  public WrittenShard {
    runs = List.copyOf(runs);
    checksums = new TreeMap<>(checksums);
  }

  /** Returns the number of its images. */
  public long items() {
    return runs.stream().mapToLong(ClassRun::items).sum();
  }
}
