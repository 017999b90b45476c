/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The header of a NumPy array of floats with two axes, rows first: {@code numpy.lib.format},
 * version 1.0. The floats follow, 4 bytes each, little-endian.
 *
 * @param rows of the array
 * @param dim floats of a row
 */
public record NpyHeader(long rows, int dim) {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int ALIGNMENT = 64;
  private static final int MOST = 1 << 16;
  private static final Pattern TYPE = Pattern.compile("'descr':\\s*'([^']*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order':\\s*(True|False)");
  private static final Pattern SHAPE =
      Pattern.compile("'shape':\\s*\\(\\s*(\\d+)\\s*,\\s*(\\d+)\\s*,?\\s*\\)");

  /** Returns the header as a file begins with it. */
  public byte[] bytes() {
    String facts =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + dim + "), }";
    int before = MAGIC.length + 2 + Short.BYTES;
    // One for the end of the line.
    int length = before + facts.length() + 1;
    int whole = (length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padding = new byte[whole - length];
    Arrays.fill(padding, (byte) ' ');
    return ByteBuffer.allocate(whole)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .put((byte) 1)
        .put((byte) 0)
        .putShort((short) (whole - before))
        .put(facts.getBytes(StandardCharsets.US_ASCII))
        .put(padding)
        .put((byte) '\n')
        .array();
  }

  /**
   * Reads a header; the stream stays where the floats begin.
   *
   * @param file its name, for messages
   * @throws IllegalArgumentException if it is no NumPy array, or not of floats with two axes
   */
  public static NpyHeader read(InputStream from, String file) throws IOException {
    DataInputStream in = new DataInputStream(from);
    byte[] magic = in.readNBytes(MAGIC.length + 2);
    if (magic.length < MAGIC.length + 2
        || !Arrays.equals(MAGIC, Arrays.copyOf(magic, MAGIC.length))) {
      throw new IllegalArgumentException(
          file + " is not an array of NumPy; write it by numpy.save");
    }
    int version = magic[MAGIC.length];
    int length =
        version == 1
            ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
            : Integer.reverseBytes(in.readInt());
    if (length < 0 || length > MOST) {
      throw new IllegalArgumentException(
          file + " has a header of " + length + " bytes; write it by numpy.save");
    }
    String facts = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    Matcher shape = SHAPE.matcher(facts);
    if (!"<f4".equals(found(TYPE, facts))
        || !"False".equals(found(ORDER, facts))
        || !shape.find()) {
      throw new IllegalArgumentException(
          file
              + " holds "
              + facts.strip()
              + "; save a float32 array of two axes: numpy.save(file,"
              + " numpy.ascontiguousarray(vectors, 'float32'))");
    }
    return new NpyHeader(Long.parseLong(shape.group(1)), Integer.parseInt(shape.group(2)));
  }

  private static String found(Pattern pattern, String facts) {
    Matcher matcher = pattern.matcher(facts);
    return matcher.find() ? matcher.group(1) : "";
  }
}
