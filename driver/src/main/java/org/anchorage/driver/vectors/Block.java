/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.util.Locale;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.HalfFloat;
import org.anchorage.core.vectors.Vectors;

/**
 * A block in memory or mapped, verified.
 *
 * @param header its shape
 * @param payload its numbers, from position 0
 */
record Block(BlockHeader header, ByteBuffer payload) {

  /** Returns a whole file of vectors. */
  static ByteBuffer file(Vectors vectors, Element element) {
    BlockHeader shape = new BlockHeader(vectors.dim(), vectors.count(), element, 0);
    ByteBuffer file =
        ByteBuffer.allocate(Math.toIntExact(BlockHeader.BYTES + shape.payloadBytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    ByteBuffer payload = file.slice(BlockHeader.BYTES, (int) shape.payloadBytes());
    payload.order(ByteOrder.LITTLE_ENDIAN);
    float[] values = vectors.values();
    if (element == Element.FLOAT) {
      payload.asFloatBuffer().put(values);
    } else {
      ShortBuffer halves = payload.asShortBuffer();
      for (float value : values) {
        halves.put(HalfFloat.of(value));
      }
    }
    new BlockHeader(shape.dim(), shape.rows(), element, BlockHeader.checksum(payload)).write(file);
    return file.rewind();
  }

  /**
   * Takes a whole file apart and verifies it.
   *
   * @param name of the file, for messages
   */
  static Block of(ByteBuffer file, BlockHeader expected, String name) {
    BlockHeader header = BlockHeader.read(file, name);
    header.require(expected, name);
    ByteBuffer payload =
        file.slice(BlockHeader.BYTES, (int) header.payloadBytes()).order(ByteOrder.LITTLE_ENDIAN);
    int checksum = BlockHeader.checksum(payload);
    if (checksum != header.checksum()) {
      throw BlockHeader.damaged(
          name,
          String.format(
              Locale.ROOT,
              "its checksum is %08x, and its header says %08x",
              checksum,
              header.checksum()));
    }
    return new Block(header, payload);
  }

  /** Copies rows of the block. */
  void copy(int from, int to, float[] into, int at) {
    int first = from * header.dim();
    int count = (to - from) * header.dim();
    if (header.element() == Element.FLOAT) {
      payload
          .duplicate()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(first, into, at, count);
      return;
    }
    ShortBuffer halves = payload.duplicate().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    for (int i = 0; i < count; i++) {
      into[at + i] = HalfFloat.value(halves.get(first + i));
    }
  }
}
