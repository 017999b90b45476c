/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Passes on the bytes of a text file. Throws {@link CsvException} at those that are no UTF-8. Not
 * thread-safe.
 */
public final class Utf8Input extends BlockInput {

  private static final int MOST = 1 << 13;

  private final String file;
  private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
  private final CharBuffer decoded = CharBuffer.allocate(MOST);

  /** Bytes of a character whose others are not read yet stay in it. */
  private final ByteBuffer checked = ByteBuffer.allocate(MOST);

  private long line = 1;

  /**
   * Checks a file.
   *
   * @param file its name, for messages
   */
  public Utf8Input(InputStream in, String file) {
    super(in);
    this.file = file;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int some = in.read(bytes, from, Math.min(count, checked.remaining()));
    if (some > 0) {
      checked.put(bytes, from, some);
    }
    check(some < 0);
    return some;
  }

  private void check(boolean ended) {
    checked.flip();
    CoderResult result = decoder.decode(checked, decoded, ended);
    for (int i = 0; i < checked.position(); i++) {
      line += checked.get(i) == '\n' ? 1 : 0;
    }
    if (result.isError()) {
      throw new CsvException(
          "Cannot read "
              + file
              + ": line "
              + line
              + " is not UTF-8; save the file as UTF-8, or convert it, e.g. iconv -f latin1 -t utf-8");
    }
    checked.compact();
    decoded.clear();
  }
}
