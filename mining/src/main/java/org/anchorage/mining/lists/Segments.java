/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Blocks of equal size, in memory or mapped. A buffer has at most 2^31 - 1 bytes, so there may be
 * several.
 *
 * @param buffers little-endian, each with whole blocks, from position 0
 * @param each blocks of a buffer; the last may have fewer
 * @param blockBytes bytes of a block
 */
record Segments(ByteBuffer[] buffers, int each, int blockBytes) {

  /** Bytes of a buffer, at most, unless a block is larger. */
  static final int MOST = 1 << 30;

  /** Makes room in memory, filled with zeros. */
  static Segments inMemory(int blocks, int blockBytes, int most) {
    int each = each(blockBytes, most);
    int segments = (blocks + each - 1) / each;
    return of(
        segments,
        each,
        blockBytes,
        i -> ByteBuffer.allocate(Math.min(each, blocks - i * each) * blockBytes));
  }

  /**
   * Maps a part of a file.
   *
   * @param offset where the blocks begin
   * @throws IOException if the file cannot be mapped
   */
  static Segments map(FileChannel file, long offset, int blocks, int blockBytes, int most)
      throws IOException {
    int each = each(blockBytes, most);
    ByteBuffer[] buffers = new ByteBuffer[(blocks + each - 1) / each];
    for (int i = 0; i < buffers.length; i++) {
      long bytes = (long) Math.min(each, blocks - i * each) * blockBytes;
      long from = offset + (long) i * each * blockBytes;
      buffers[i] = file.map(FileChannel.MapMode.READ_ONLY, from, bytes);
    }
    return of(buffers.length, each, blockBytes, i -> buffers[i]);
  }

  private static int each(int blockBytes, int most) {
    return Math.max(1, most / blockBytes);
  }

  private static Segments of(
      int segments, int each, int blockBytes, IntFunction<ByteBuffer> buffer) {
    return new Segments(
        IntStream.range(0, segments)
            .mapToObj(i -> buffer.apply(i).order(ByteOrder.LITTLE_ENDIAN))
            .toArray(ByteBuffer[]::new),
        each,
        blockBytes);
  }

  /** Ends the mappings of a file; buffers in memory stay. No buffer may be used afterwards. */
  void close() {
    for (ByteBuffer buffer : buffers) {
      if (buffer instanceof MappedByteBuffer mapped) {
        Unmapping.end(mapped);
      }
    }
  }

  /** Returns the number of the buffer that holds a block. */
  int bufferOf(int block) {
    return block / each;
  }

  /** Returns the place in its buffer at which a block begins. */
  int at(int block) {
    return block % each * blockBytes;
  }

  /** Returns the bytes of a block, from position 0. */
  ByteBuffer block(int block) {
    return buffers[bufferOf(block)].slice(at(block), blockBytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
