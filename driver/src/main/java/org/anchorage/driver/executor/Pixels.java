/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.ShardReader;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;

/**
 * The images of a corpus as uint8 pixels, decoded once on an executor and kept: on the heap as long
 * as there is room, then on the local disk. If the disk fails, images are decoded again; the pixels
 * are the same. Thread-safe: two tasks may decode one image at once, and either result is kept.
 */
public final class Pixels {

  private final CorpusIndex index;
  private final AtomicLong room;
  private final KeptRows rows;

  Pixels(CorpusIndex index) {
    this(
        index,
        index.memory().pixelBytes(Runtime.getRuntime().maxMemory()),
        new Spill(LocalDisk.directory(), index.image().decoded().bytes(), Spill.Content.PIXELS));
  }

  /** Keeps at most {@code room} bytes on the heap. */
  Pixels(CorpusIndex index, long room, Spill spill) {
    this.index = index;
    this.room = new AtomicLong(room);
    this.rows = new KeptRows(index.labels().length, this.room, spill);
  }

  /** Returns room for features of these images. They share the heap that the pixels may take. */
  public Features features() {
    return new Features(index.labels().length, room);
  }

  /** Returns the index of the corpus. */
  public CorpusIndex index() {
    return index;
  }

  /**
   * Reads and decodes those of some rows that are not kept yet, in the order of the shards.
   *
   * @throws ArtifactException if a shard cannot be read
   * @throws IllegalStateException if an image cannot be decoded any more
   */
  public void require(int[] rows) {
    int[] missing = Arrays.stream(rows).filter(row -> !this.rows.holds(row)).toArray();
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
    ImageDecoder decoder = new ImageDecoder(index.image(), index.input(), index.maxPixels());
    try (ShardReader reader = new ShardReader(index.location(), index.hadoop().configuration())) {
      for (int row : ordered) {
        if (!this.rows.holds(row)) {
          this.rows.keep(row, decode(reader, decoder, row));
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

  /** Returns the pixels of a row, decoded height x decoded width x channels; not to be changed. */
  public byte[] at(int row) {
    byte[] pixels = rows.at(row);
    return pixels == null ? decodedNow(row) : pixels;
  }

  private byte[] decodedNow(int row) {
    ImageDecoder decoder = new ImageDecoder(index.image(), index.input(), index.maxPixels());
    try (ShardReader reader = new ShardReader(index.location(), index.hadoop().configuration())) {
      byte[] pixels = decode(reader, decoder, row);
      rows.keep(row, pixels);
      return pixels;
    }
  }
}
