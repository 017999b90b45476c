/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file read front to back, whose position is known, and where skipping reads nothing. Not
 * thread-safe.
 */
final class SeekStream extends InputStream {

  private static final int BUFFER = 1 << 16;

  private final FSDataInputStream file;
  private final long length;
  private final byte[] buffer = new byte[BUFFER];
  private long start;
  private int filled;
  private int used;

  SeekStream(String file, Configuration hadoop) throws IOException {
    Path path = new Path(file);
    FileSystem files = Containers.plain(path, hadoop);
    this.length = files.getFileStatus(path).getLen();
    this.file = files.open(path);
  }

  /** Returns the place of the next byte. */
  long position() {
    return start + used;
  }

  long length() {
    return length;
  }

  private boolean fill() throws IOException {
    if (used < filled) {
      return true;
    }
    start += filled;
    used = 0;
    filled = (int) Math.min(BUFFER, length - start);
    if (filled <= 0) {
      filled = 0;
      return false;
    }
    file.readFully(start, buffer, 0, filled);
    return true;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer[used++] & 0xff : -1;
  }

  @Override
  public int read(byte[] bytes, int from, int count) throws IOException {
    if (count == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int some = Math.min(count, filled - used);
    System.arraycopy(buffer, used, bytes, from, some);
    used += some;
    return some;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.max(0, Math.min(count, length - position()));
    if (skipped <= filled - used) {
      used += (int) skipped;
    } else {
      start = position() + skipped;
      filled = 0;
      used = 0;
    }
    return skipped;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
