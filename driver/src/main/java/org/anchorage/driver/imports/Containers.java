/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.strokes.DrawnCharacters;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The files that a task reads images from. At most {@value #MOST_OPEN} stay open, until the task
 * closes them. Thread-safe: reads are by position.
 */
final class Containers implements Closeable {

  private static final int MOST_OPEN = 128;

  private final Configuration hadoop;
  private final Map<String, FSDataInputStream> open = new ConcurrentHashMap<>();
  private final Map<Thread, Pen> pens = new ConcurrentHashMap<>();

  private record Pen(long seed, int size, DrawnCharacters characters) {}

  Containers(Configuration hadoop) {
    this.hadoop = hadoop;
  }

  /**
   * Returns the file system of a path. The local one looks for a .crc file beside each, and fails
   * on a name with a colon: it is taken without.
   */
  FileSystem files(Path path) throws IOException {
    return plain(path, hadoop);
  }

  /** As {@link #files}. */
  static FileSystem plain(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof ChecksumFileSystem c ? c.getRawFileSystem() : files;
  }

  /** Returns a stretch of a file. */
  byte[] read(String file, long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    @Nullable FSDataInputStream known = open.get(file);
    if (known != null) {
      known.readFully(offset, bytes);
      return bytes;
    }
    Path path = new Path(file);
    FSDataInputStream fresh = files(path).open(path);
    try {
      fresh.readFully(offset, bytes);
    } catch (EOFException e) {
      fresh.close();
      throw new EOFException("the file ends before byte " + (offset + length));
    } catch (IOException e) {
      fresh.close();
      throw e;
    }
    if (open.size() >= MOST_OPEN || open.putIfAbsent(file, fresh) != null) {
      fresh.close();
    }
    return bytes;
  }

  /** Returns what draws characters on the calling thread. */
  DrawnCharacters characters(long seed, int size) {
    @Nullable Pen pen = pens.get(Thread.currentThread());
    if (pen == null || pen.seed != seed || pen.size != size) {
      pen = new Pen(seed, size, new DrawnCharacters(new Seed(seed), size));
      pens.put(Thread.currentThread(), pen);
    }
    return pen.characters;
  }

  /** Closes the files; none may be in use. */
  @Override
  public void close() {
    open.values().forEach(Containers::closeQuietly);
    open.clear();
  }

  /** Closes a stream. A failure is ignored, because all that was read is complete. */
  private static void closeQuietly(FSDataInputStream stream) {
    try {
      stream.close();
    } catch (IOException e) {
      return;
    }
  }
}
