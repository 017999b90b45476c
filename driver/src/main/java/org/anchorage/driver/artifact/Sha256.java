/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 in small hexadecimal digits. Stateless and thread-safe. */
public final class Sha256 {

  private static final int BUFFER = 1 << 20;
  private static final int PIECE = 1 << 14;

  private Sha256() {}

  /** Returns a new digest. */
  public static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256, but not this one", e);
    }
  }

  /** Returns what a digest has seen, in digits. The digest begins anew. */
  public static String written(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Takes numbers into a digest, 4 bytes each, the highest first. */
  public static void update(MessageDigest digest, float[] values) {
    update(
        digest,
        values.length,
        (from, count, piece) -> piece.asFloatBuffer().put(values, from, count));
  }

  /** Takes numbers into a digest, 4 bytes each, the highest first. */
  public static void update(MessageDigest digest, int[] values) {
    update(
        digest,
        values.length,
        (from, count, piece) -> piece.asIntBuffer().put(values, from, count));
  }

  /** Writes some of the numbers. */
  @FunctionalInterface
  private interface Numbers {
    void put(int from, int count, ByteBuffer piece);
  }

  private static void update(MessageDigest digest, int length, Numbers numbers) {
    ByteBuffer piece = ByteBuffer.allocate(PIECE * Integer.BYTES);
    for (int from = 0; from < length; from += PIECE) {
      int count = Math.min(PIECE, length - from);
      numbers.put(from, count, piece.clear());
      digest.update(piece.limit(count * Integer.BYTES));
    }
  }

  /** Returns that of a stream to its end; the stream stays open. */
  public static String of(InputStream in) throws IOException {
    return copy(in, OutputStream.nullOutputStream());
  }

  /** Copies a stream to its end, and returns the SHA-256 of what it held; both stay open. */
  public static String copy(InputStream in, OutputStream out) throws IOException {
    MessageDigest digest = digest();
    byte[] buffer = new byte[BUFFER];
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      digest.update(buffer, 0, count);
      out.write(buffer, 0, count);
    }
    return written(digest);
  }
}
