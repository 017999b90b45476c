/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.build;

import org.anchorage.driver.corpus.ShardOffsets;
import org.anchorage.driver.corpus.ShardReader;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.SmallPicture;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;

/** Reads images of a corpus and makes them small. Not thread-safe. */
final class CorpusPictures implements AutoCloseable {

  private final CorpusIndex corpus;
  private final ShardReader reader;
  private final ShardOffsets offsets;
  private final SmallPicture small;

  /**
   * Opens nothing yet.
   *
   * @param side pixels of a picture's longer side
   */
  CorpusPictures(CorpusIndex corpus, int side) {
    Configuration hadoop = corpus.hadoop().configuration();
    this.corpus = corpus;
    this.reader = new ShardReader(corpus.location(), hadoop);
    this.offsets = new ShardOffsets(corpus.location(), hadoop);
    this.small = new SmallPicture(side, corpus.maxPixels(), corpus.image());
  }

  /** Returns the picture of a row of the corpus; null if the image cannot be decoded. */
  byte @Nullable [] of(int row) {
    byte[] encoded = reader.read(corpus.places().shard(row), corpus.places().offset(row, offsets));
    try {
      return small.of(encoded);
    } catch (BadImageException e) {
      return null;
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
