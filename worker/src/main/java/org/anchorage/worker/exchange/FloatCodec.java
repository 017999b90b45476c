/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.exchange;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Four bytes a value, exact. */
final class FloatCodec implements Codec {

  @Override
  public byte[] encode(float[] values, int from, int to) {
    byte[] bytes = new byte[size(to - from)];
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .put(values, from, to - from);
    return bytes;
  }

  @Override
  public int size(int count) {
    return Math.multiplyExact(count, Float.BYTES);
  }

  @Override
  public int count(byte[] bytes) {
    return bytes.length / Float.BYTES;
  }

  @Override
  public Decoder decoder(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer()::get;
  }
}
