/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A shard that was written under a name of its own.
 *
 * @param name of its directory, in that of the generation
 * @param checksums SHA-256 of its files, by path relative to its directory
 * @param answers to the sample of the whole index; null if none was drawn
 */
public record WrittenShard(
    ShardFacts facts, String name, Map<String, String> checksums, @Nullable ShardAnswers answers)
    implements Serializable {

  public WrittenShard {
    checksums = Map.copyOf(checksums);
  }
}
