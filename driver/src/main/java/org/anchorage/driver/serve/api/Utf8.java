/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.api;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.anchorage.driver.serve.http.Refusal;

/**
 * Texts of requests. What is no text in its charset is refused: a sign that is put in its place
 * would be searched for, or stored. Stateless.
 */
final class Utf8 {

  private static final int PIECE = 1 << 12;

  private Utf8() {}

  /**
   * Goes on if bytes are UTF-8.
   *
   * @param what they are, as the beginning of a sentence
   * @throws Refusal if they are not; it says at which byte
   */
  static void require(String what, byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(PIECE);
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result;
    do {
      out.clear();
      result = decoder.decode(in, out, true /* there is no more */);
    } while (result.isOverflow());
    if (result.isError()) {
      throw broken(what, bytes, in.position());
    }
  }

  /**
   * Decodes a text.
   *
   * @param charset that it is said to have
   * @throws Refusal if it is not UTF-8, and no other charset is named
   */
  static String text(String what, byte[] bytes, Charset charset) {
    if (charset.equals(StandardCharsets.UTF_8)) {
      require(what, bytes);
    }
    return new String(bytes, charset);
  }

  /** Returns what is said of bytes that are not UTF-8 from one of them on. */
  static Refusal broken(String what, byte[] bytes, int at) {
    return Refusal.of(
        "bad_json",
        String.format(
            Locale.ROOT,
            "%s is not UTF-8 from its byte %d on (0x%02X; the first byte is 0); send it in UTF-8",
            what,
            at,
            bytes[at]));
  }
}
