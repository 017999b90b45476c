/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Closeable;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;

/**
 * Reads a few images of shards by their places, also while the corpus is being written. Not
 * thread-safe.
 */
public final class ShardImages implements Closeable {

  private final ShardOffsets offsets;
  private final ShardReader reader;

  /** Reads from a corpus's directory; nothing is opened yet. */
  public ShardImages(String corpusUri, Configuration hadoop) {
    this.offsets = new ShardOffsets(corpusUri, hadoop);
    this.reader = new ShardReader(corpusUri, hadoop);
  }

  /**
   * Returns the encoded bytes of an image.
   *
   * @param place of the image in the shard, from 0
   * @throws ArtifactException if the shard is gone or damaged
   */
  public byte[] read(WrittenShard shard, int place) {
    long[] starts = offsets.of(shard.number(), (int) shard.items());
    return reader.read(Layout.shard(shard.number()), starts[place]);
  }

  @Override
  public void close() {
    reader.close();
  }
}
