/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** What a file is by its first bytes. */
enum FileKind {
  SAFETENSORS,
  ZIP,
  PICKLE,
  HDF5;

  private static final int READ = 512;
  private static final int SHOWN = 8;
  private static final int PICKLE_PROTOCOL = 0x80;

  /** The formats that can be read, for messages. */
  private static final String WANTED =
      "; give a safetensors file, a state dict that torch.save wrote, or the .h5 of Keras";

  static FileKind of(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new WeightFileException("is a directory; name a file in it");
    }
    if (!Files.exists(file)) {
      throw new WeightFileException("is not there; check the path");
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(READ);
    }
    if (start.length == 0) {
      throw WeightFileException.damaged("is empty");
    }
    return known(start);
  }

  private static FileKind known(byte[] start) throws WeightFileException {
    if (has(start, 0, "PK\3\4")) {
      return ZIP;
    }
    if (has(start, 0, "\u0089HDF\r\n\u001a\n")) {
      return HDF5;
    }
    if (has(start, Long.BYTES, "{") && !isText(start)) {
      return SAFETENSORS;
    }
    if ((start[0] & 0xff) == PICKLE_PROTOCOL) {
      return PICKLE;
    }
    for (Foreign foreign : Foreign.values()) {
      if (foreign.begins(start)) {
        throw new WeightFileException("is " + foreign.words() + WANTED);
      }
    }
    String first =
        HexFormat.of().withDelimiter(" ").formatHex(start, 0, Math.min(SHOWN, start.length));
    throw new WeightFileException("is of no known kind: it starts with " + first + WANTED);
  }

  /** The length before a header of safetensors has zeros, which no text has. */
  private static boolean isText(byte[] start) {
    for (int i = 0; i < Long.BYTES; i++) {
      if (start[i] < '\t') {
        return false;
      }
    }
    return true;
  }

  /** Returns whether some bytes stand at a place; each character of the text is a byte. */
  static boolean has(byte[] start, int at, String text) {
    byte[] wanted = text.getBytes(StandardCharsets.ISO_8859_1);
    if (start.length < at + wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      if (start[at + i] != wanted[i]) {
        return false;
      }
    }
    return true;
  }
}
