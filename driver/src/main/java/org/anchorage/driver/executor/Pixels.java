/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
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

  /**
   * As {@link #require}, but only if they can be kept. Otherwise {@link #at(int[], int, int)}
   * decodes them when they are read.
   */
  public void requireIfKept(int[] rows) {
    if (this.rows.hasRoom(index.image().decoded().bytes())) {
      require(rows);
    }
  }

  /**
   * Returns the pixels of some rows, as {@link #at(int)}. Those that are not kept are decoded in
   * the order of the shards, by one reader.
   *
   * @param from first index into {@code rows} (included)
   * @param to last index into {@code rows} (not included)
   */
  byte[][] at(int[] rows, int from, int to) {
    byte[][] all = new byte[to - from][];
    int[] missing = new int[to - from];
    int count = 0;
    for (int i = from; i < to; i++) {
      byte[] kept = this.rows.at(rows[i]);
      if (kept == null) {
        missing[count++] = rows[i];
      } else {
        all[i - from] = kept;
      }
    }
    if (count > 0) {
      Map<Integer, byte[]> decoded = decoded(Arrays.copyOf(missing, count));
      for (int i = from; i < to; i++) {
        byte[] now = decoded.get(rows[i]);
        if (now != null) {
          all[i - from] = now;
        }
      }
    }
    return all;
  }

  private Map<Integer, byte[]> decoded(int[] missing) {
    Map<Integer, byte[]> decoded = new HashMap<>();
    ImageDecoder decoder = new ImageDecoder(index.image(), index.input(), index.maxPixels());
    try (ShardReader reader = new ShardReader(index.location(), index.hadoop().configuration())) {
      for (int row : index.places().inOrder(missing)) {
        if (!decoded.containsKey(row)) {
          byte[] pixels = decode(reader, decoder, row);
          decoded.put(row, pixels);
          rows.keep(row, pixels);
        }
      }
    }
    return decoded;
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
    return pixels == null ? at(new int[] {row}, 0, 1)[0] : pixels;
  }
}
