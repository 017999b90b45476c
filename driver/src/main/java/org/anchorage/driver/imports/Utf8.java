/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Names and labels in UTF-8. Java replaces bytes that are no UTF-8 in silence, so that two classes
 * may become one. Here they are refused. Stateless and thread-safe.
 */
final class Utf8 {

  private Utf8() {}

  /**
   * Returns the text of some bytes.
   *
   * @throws CharacterCodingException if they are no UTF-8
   */
  static String text(byte[] bytes) throws CharacterCodingException {
    return text(ByteBuffer.wrap(bytes));
  }

  /** As {@link #text(byte[])}; the buffer stays where it is. */
  static String text(ByteBuffer bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(bytes.duplicate()).toString();
  }

  /**
   * Returns a text that stands for some bytes: those that are no UTF-8 are written as {@code \xE9}.
   */
  static String escaped(byte[] bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    StringBuilder text = new StringBuilder();
    while (true) {
      CoderResult result = decoder.decode(in, out, true /* end of input */);
      text.append(out.flip());
      out.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append(String.format(Locale.ROOT, "\\x%02X", in.get()));
      }
      decoder.reset();
    }
  }

  /** Returns what an archive lists under a name that is no UTF-8. */
  static Entry badName(byte[] name) {
    String shown = escaped(name);
    return ImagePath.of(shown, ImagePath.Names.PACKED).isImage()
        ? new Bad(
            shown,
            Bad.Reason.NOT_UTF8,
            "Its name in the archive is not UTF-8; rename the file (convmv -t utf-8) and pack it"
                + " again")
        : Ignored.file();
  }
}
