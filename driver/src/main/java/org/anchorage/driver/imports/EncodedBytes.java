/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Reads one encoded image from a stream or a file, and tells a bad image from a bad source. */
final class EncodedBytes {

  /** No image is this large. A larger file would only fill the memory. */
  private static final int MOST = 256 << 20;

  private EncodedBytes() {}

  /**
   * Brings the image in a file to the sink, or reports it as bad.
   *
   * @param file that holds its bytes
   * @param listed its id, class and split
   */
  static void bring(FileSystem files, Path file, Listed listed, Source.Sink sink)
      throws IOException {
    byte[] encoded;
    // The local file system looks for a .crc file beside, and fails on a name with a colon.
    FileSystem plain = files instanceof ChecksumFileSystem c ? c.getRawFileSystem() : files;
    try (InputStream input = plain.open(file)) {
      encoded = read(input);
    } catch (FileNotFoundException e) {
      sink.bad(new Bad(listed.id(), Bad.Reason.MISSING, "There is no file " + file));
      return;
    } catch (IOException e) {
      sink.bad(new Bad(listed.id(), Bad.Reason.INACCESSIBLE, "Cannot read " + file + ": " + e));
      return;
    }
    bring(encoded, listed, sink);
  }

  /** Brings an image to the sink, or reports it as bad if it reaches the limit. */
  static void bring(byte[] encoded, Listed listed, Source.Sink sink) throws IOException {
    if (encoded.length >= MOST) {
      String detail = "It has " + MOST + " bytes or more";
      sink.bad(new Bad(listed.id(), Bad.Reason.TOO_LARGE, detail));
      return;
    }
    sink.image(
        new RawImage(
            listed.id(), listed.className(), listed.split(), encoded, listed.attributes()));
  }

  /** Reads a stream to its end or to the limit. */
  static byte[] read(InputStream input) throws IOException {
    return input.readNBytes(MOST);
  }
}
