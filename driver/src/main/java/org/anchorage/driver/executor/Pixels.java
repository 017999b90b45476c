/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.ShardOffsets;
import org.anchorage.driver.corpus.ShardReader;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;

/**
 * The images of a corpus as uint8 pixels, decoded once on an executor and kept: on the heap as long
 * as there is room, then on the local disk. If the disk fails, images are decoded again; the pixels
 * are the same. Beside the pixels it takes 4 bytes a row of the corpus, decoded or not (8 on a heap
 * of 32 GB or more), one bit a row that is on the disk, and at most 16 MB of offsets. Thread-safe:
 * two tasks may decode one image at once, and either result is kept.
 */
public final class Pixels {

  private final CorpusIndex index;
  private final AtomicLong room;
  private final KeptRows rows;
  private final ShardOffsets offsets;

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
    this.rows = new KeptRows(index.rows(), this.room, spill);
    this.offsets = new ShardOffsets(index.location(), index.hadoop().configuration());
  }

  /** Returns room for features of these images. They share the heap that the pixels may take. */
  public Features features() {
    return new Features(index.rows(), room);
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
    ImageDecoder decoder = new ImageDecoder(index.image(), index.input(), index.maxPixels());
    try (ShardReader reader = new ShardReader(index.location(), index.hadoop().configuration())) {
      for (int row : index.places().inOrder(missing)) {
        if (!this.rows.holds(row)) {
          this.rows.keep(row, decode(reader, decoder, row));
        }
      }
    }
  }

  private byte[] decode(ShardReader reader, ImageDecoder decoder, int row) {
    String shard = index.places().shard(row);
    long offset = index.places().offset(row, offsets);
    try {
      return decoder.decode(reader.read(shard, offset));
    } catch (BadImageException e) {
      throw new IllegalStateException(
          "The image at byte "
              + offset
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
