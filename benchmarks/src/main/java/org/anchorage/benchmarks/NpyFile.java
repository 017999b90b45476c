/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.core.vectors.Vectors;

/** Matrices of float32 in NumPy's format 1.0, so that a peer searches the same vectors. */
final class NpyFile {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};
  private static final int HEADER = 128;
  private static final Pattern SHAPE =
      Pattern.compile("'descr': '<f4', 'fortran_order': False, 'shape': \\((\\d+), (\\d+)\\)");

  private NpyFile() {}

  static Vectors read(Path file) throws IOException {
    try (DataInputStream from =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 20))) {
      from.skipNBytes(MAGIC.length);
      int length = Short.toUnsignedInt(Short.reverseBytes(from.readShort()));
      String header = new String(from.readNBytes(length), StandardCharsets.US_ASCII);
      Matcher shape = SHAPE.matcher(header);
      if (!shape.find()) {
        throw new IOException(file + " is no matrix of float32 by rows: " + header.strip());
      }
      int dim = Integer.parseInt(shape.group(2));
      float[] values = new float[Math.multiplyExact(Integer.parseInt(shape.group(1)), dim)];
      byte[] row = new byte[dim * Float.BYTES];
      for (int at = 0; at < values.length; at += dim) {
        from.readFully(row);
        ByteBuffer.wrap(row).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values, at, dim);
      }
      return new Vectors(dim, values);
    }
  }

  static void write(Vectors vectors, Path file) throws IOException {
    String shape =
        String.format(
            Locale.ROOT,
            "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }",
            vectors.count(),
            vectors.dim());
    int length = HEADER - MAGIC.length - Short.BYTES;
    String header = shape + " ".repeat(length - shape.length() - 1) + "\n";
    try (OutputStream to = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      to.write(MAGIC);
      to.write(new byte[] {(byte) length, (byte) (length >> 8)});
      to.write(header.getBytes(StandardCharsets.US_ASCII));
      ByteBuffer row =
          ByteBuffer.allocate(vectors.dim() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      for (int i = 0; i < vectors.count(); i++) {
        row.asFloatBuffer().put(vectors.row(i));
        to.write(row.array());
      }
    }
  }
}
