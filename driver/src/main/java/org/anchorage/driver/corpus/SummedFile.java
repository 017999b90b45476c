/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.UUID;
import org.anchorage.driver.artifact.Sha256;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that is written once, front to back, with its SHA-256 summed on the way. It has a hidden
 * name of its own until it is complete, so several tries of one task do not meet. Not thread-safe.
 */
final class SummedFile extends OutputStream {

  private final FileSystem files;
  private final Path place;
  private final Path temporary;
  private final MessageDigest digest = Sha256.digest();
  private final DigestOutputStream output;
  private long position;

  /** Begins the file. */
  SummedFile(Path place, Configuration hadoop) throws IOException {
    this.files = place.getFileSystem(hadoop);
    this.place = place;
    this.temporary =
        new Path(place.getParent(), "." + place.getName() + "." + UUID.randomUUID().toString());
    FSDataOutputStream plain = files.create(temporary, false /* overwrite */);
    this.output = new DigestOutputStream(plain, digest);
  }

  /** Gives the file its name, once it is closed, and returns its SHA-256. */
  String commit() throws IOException {
    // Not by Hadoop's FileContext: it starts a process for each look at a local file.
    if (!files.rename(temporary, place)) {
      files.delete(place, false /* recursive */);
      if (!files.rename(temporary, place)) {
        throw new IOException(temporary + " cannot be renamed to " + place);
      }
    }
    return Sha256.written(digest);
  }

  /** Deletes what is there of the file. */
  void discard() throws IOException {
    files.delete(temporary, false /* recursive */);
  }

  @Override
  public void write(int value) throws IOException {
    output.write(value);
    position++;
  }

  @Override
  public void write(byte[] bytes, int from, int length) throws IOException {
    output.write(bytes, from, length);
    position += length;
  }

  @Override
  public void flush() throws IOException {
    output.flush();
  }

  @Override
  public void close() throws IOException {
    output.close();
  }

  /** Returns the number of bytes so far. */
  long position() {
    return position;
  }
}
