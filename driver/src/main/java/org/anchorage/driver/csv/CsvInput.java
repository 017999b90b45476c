/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.csv;

import java.io.IOException;
import java.io.InputStream;

/**
 * Passes on the bytes of a list, and ends the last line if the list does not. Throws {@link
 * CsvException} at bytes that are no UTF-8, and where a quote opens that does not end its cell: a
 * parser takes all lines up to the next quote for one label, in silence. Not thread-safe.
 */
final class CsvInput extends BlockInput {

  /** No cell between quotes is longer; a parser would keep the rest of the list in memory. */
  private static final int MOST = 1 << 20;

  private enum Place {
    START,
    PLAIN,
    QUOTED,
    QUOTE,
    BEHIND
  }

  private final String file;
  private final char separator;
  private Place place = Place.START;
  private long line = 1;
  private long opened;
  private int quoted;
  private byte last = '\n';
  private boolean ended;

  /**
   * Checks a list.
   *
   * @param file its name, for messages
   * @param separator between cells, a character of ASCII
   */
  CsvInput(InputStream in, String file, char separator) {
    super(new Utf8Input(in, file));
    this.file = file;
    this.separator = separator;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    int some = ended ? -1 : in.read(bytes, from, count);
    if (some > 0) {
      for (int i = from; i < from + some; i++) {
        take(bytes[i]);
      }
      last = bytes[from + some - 1];
      return some;
    }
    if (some < 0 && !ended) {
      ended = true;
      if (place == Place.QUOTED) {
        throw unbalanced();
      }
      if (last != '\n' && count > 0) {
        bytes[from] = '\n';
        return 1;
      }
    }
    return some;
  }

  private void take(byte next) {
    if (place == Place.QUOTED) {
      if (next == '"') {
        place = Place.QUOTE;
      } else if (++quoted > MOST) {
        throw unbalanced();
      }
    } else if (next == '\n' || next == separator) {
      place = Place.START;
    } else if (place == Place.QUOTE && next == '"') {
      place = Place.QUOTED;
    } else if (place == Place.START && next == '"') {
      place = Place.QUOTED;
      opened = line;
      quoted = 0;
    } else if (place == Place.QUOTE || place == Place.BEHIND) {
      if (!isBlank(next)) {
        throw unbalanced();
      }
      place = Place.BEHIND;
    } else if (place == Place.START && !isBlank(next) && !isMark(next)) {
      place = Place.PLAIN;
    }
    if (next == '\n') {
      line++;
    }
  }

  private static boolean isBlank(byte next) {
    return next >= 0 && next <= ' ';
  }

  /** Returns whether a byte may be of the mark that some programs begin UTF-8 with. */
  private boolean isMark(byte next) {
    return line == 1 && (next == (byte) 0xef || next == (byte) 0xbb || next == (byte) 0xbf);
  }

  private CsvException unbalanced() {
    return new CsvException(
        "Cannot read "
            + file
            + ": a quote opens in line "
            + opened
            + " that does not end its cell; remove it, or close it, or write a quote inside of"
            + " quotes twice");
  }
}
