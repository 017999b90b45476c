/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;

/** Ways to pack a whole file, told by its first bytes. Images in it have no place of their own. */
enum Packed {
  // The first bytes in hexadecimal.
  GZIP("1f8b", "gunzip"),
  BZIP2("425a68", "bunzip2"),
  XZ("fd377a585a00", "unxz"),
  ZSTD("28b52ffd", "unzstd");

  private static final int MOST = 6;

  private final String head;
  private final String unpack;

  Packed(String head, String unpack) {
    this.head = head;
    this.unpack = unpack;
  }

  /**
   * Refuses a file that is packed as a whole.
   *
   * @throws ImportException if it is
   */
  static void refuse(String file, Configuration hadoop) throws IOException {
    String found;
    try (SeekStream in = new SeekStream(file, hadoop)) {
      found = HexFormat.of().formatHex(in.readNBytes(MOST));
    }
    for (Packed way : values()) {
      if (found.startsWith(way.head)) {
        throw new ImportException(
            "Cannot import "
                + file
                + ": it is packed with "
                + way.name().toLowerCase(Locale.ROOT)
                + ", and tasks read images where they lie in a file; unpack it ("
                + way.unpack
                + " FILE) and import what comes out");
      }
    }
  }
}
