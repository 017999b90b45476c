/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.ShardReader;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The images of a corpus as uint8 pixels, decoded once on an executor and kept. Thread-safe: two
 * tasks may decode one image at once, and either result serves.
 */
public final class Pixels {

  private final CorpusIndex index;
  private final AtomicReferenceArray<byte @Nullable []> decoded;

  Pixels(CorpusIndex index) {
    this.index = index;
    this.decoded = new AtomicReferenceArray<>(index.labels().length);
  }

  /** Returns what is read. */
  public CorpusIndex index() {
    return index;
  }

  /**
   * Reads and decodes what is still missing of some rows, in the order in which it lies.
   *
   * @throws ArtifactException if a shard cannot be read
   * @throws IllegalStateException if an image cannot be decoded any more
   */
  public void require(int[] rows) {
    int[] missing = Arrays.stream(rows).filter(row -> decoded.get(row) == null).toArray();
    if (missing.length == 0) {
      return;
    }
    int[] ordered =
        Arrays.stream(missing)
            .boxed()
            .sorted(
                Comparator.comparingInt((Integer row) -> index.shard()[row])
                    .thenComparingLong(row -> index.offset()[row]))
            .mapToInt(Integer::intValue)
            .toArray();
    ImageDecoder decoder = new ImageDecoder(index.image(), index.maxPixels());
    try (ShardReader reader = new ShardReader(index.location(), index.hadoop().configuration())) {
      for (int row : ordered) {
        if (decoded.get(row) == null) {
          decoded.set(row, decode(reader, decoder, row));
        }
      }
    }
  }

  private byte[] decode(ShardReader reader, ImageDecoder decoder, int row) {
    String shard = index.shards().get(index.shard()[row]);
    try {
      return decoder.decode(reader.read(shard, index.offset()[row]));
    } catch (BadImageException e) {
      throw new IllegalStateException(
          "The image at byte "
              + index.offset()[row]
              + " of "
              + shard
              + " in "
              + index.location()
              + " was good at import and is bad now ("
              + e.getMessage()
              + "); import the corpus anew",
          e);
    }
  }

  /** Returns the pixels of a row, height x width x channels; not to be changed. */
  public byte[] at(int row) {
    byte[] pixels = decoded.get(row);
    if (pixels == null) {
      require(new int[] {row});
      pixels = decoded.get(row);
    }
    if (pixels == null) {
      throw new IllegalStateException("Row " + row + " was not decoded");
    }
    return pixels;
  }
}
