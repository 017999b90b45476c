/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.ShardReader;
import org.anchorage.worker.image.BadImageException;
import org.anchorage.worker.image.ImageDecoder;
import org.jspecify.annotations.Nullable;

/**
 * The images of a corpus as uint8 pixels, decoded once on an executor and kept: on the heap as long
 * as there is room, then on the local disk. If the disk fails, images are decoded again; the pixels
 * are the same. Thread-safe: two tasks may decode one image at once, and either result is kept.
 */
public final class Pixels {

  private final CorpusIndex index;
  private final AtomicReferenceArray<byte @Nullable []> held;
  private final AtomicLong room;
  private final Spill spill;

  Pixels(CorpusIndex index) {
    this(
        index,
        index.memory().pixelBytes(Runtime.getRuntime().maxMemory()),
        new Spill(LocalDisk.directory(), index.image().decoded().bytes()));
  }

  /** Keeps at most {@code room} bytes on the heap. */
  Pixels(CorpusIndex index, long room, Spill spill) {
    this.index = index;
    this.held = new AtomicReferenceArray<>(index.labels().length);
    this.room = new AtomicLong(room);
    this.spill = spill;
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
    int[] missing = Arrays.stream(rows).filter(row -> !holds(row)).toArray();
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
        if (!holds(row)) {
          keep(row, decode(reader, decoder, row));
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

  private boolean holds(int row) {
    return held.get(row) != null || spill.holds(row);
  }

  private void keep(int row, byte[] pixels) {
    if (room.addAndGet(-pixels.length) < 0) {
      room.addAndGet(pixels.length);
      spill.write(row, pixels);
    } else if (!held.compareAndSet(row, null, pixels)) {
      room.addAndGet(pixels.length);
    }
  }

  /** Returns the pixels of a row, decoded height x decoded width x channels; not to be changed. */
  public byte[] at(int row) {
    byte[] pixels = held.get(row);
    if (pixels == null) {
      pixels = spill.read(row);
    }
    return pixels == null ? decodedNow(row) : pixels;
  }

  private byte[] decodedNow(int row) {
    ImageDecoder decoder = new ImageDecoder(index.image(), index.input(), index.maxPixels());
    try (ShardReader reader = new ShardReader(index.location(), index.hadoop().configuration())) {
      byte[] pixels = decode(reader, decoder, row);
      keep(row, pixels);
      return pixels;
    }
  }
}
