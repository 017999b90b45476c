/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Floats in a file: four bytes each, little-endian. */
final class FloatFile {

  /** How many floats are turned to bytes at a time. */
  private static final int CHUNK = 1 << 16;

  private FloatFile() {}

  /** Writes floats; the stream stays open. */
  static void write(float[] values, OutputStream out) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate(CHUNK * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < values.length; from += CHUNK) {
      int count = Math.min(CHUNK, values.length - from);
      chunk.asFloatBuffer().put(values, from, count);
      out.write(chunk.array(), 0, count * Float.BYTES);
    }
  }

  /** Reads {@code count} floats; the stream stays open. */
  static float[] read(InputStream in, int count) throws IOException {
    float[] values = new float[count];
    for (int from = 0; from < count; from += CHUNK) {
      int now = Math.min(CHUNK, count - from);
      byte[] bytes = in.readNBytes(now * Float.BYTES);
      if (bytes.length < now * Float.BYTES) {
        throw new IOException("it ends after less than " + count + " values");
      }
      ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, from, now);
    }
    return values;
  }
}
