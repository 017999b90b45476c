/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.items;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;
import org.apache.lucene.store.IOContext;
import org.apache.lucene.store.IndexInput;
import org.apache.lucene.store.MMapDirectory;

/**
 * A mapped file of any length. Reading it does not end when the thread is interrupted, as reading a
 * channel does, which closes the channel for all. It may be deleted while it is open. Thread-safe,
 * except that {@link #close} must not run beside other calls.
 */
public final class MappedFile implements AutoCloseable {

  private final List<Logger> quiet = Fields.quiet();
  private final MMapDirectory directory;
  private final IndexInput whole;

  /**
   * Maps a file.
   *
   * @throws IOException if there is none, or it cannot be mapped
   */
  public MappedFile(Path file) throws IOException {
    Path name = file.getFileName();
    Path parent = file.toAbsolutePath().getParent();
    if (name == null || parent == null) {
      throw new IOException(file + " names no file");
    }
    directory = new MMapDirectory(parent);
    try {
      whole = directory.openInput(name.toString(), IOContext.DEFAULT);
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  /** Returns how many bytes there are. */
  public long size() {
    return whole.length();
  }

  /**
   * Reads some bytes.
   *
   * @param at the first
   * @throws IOException if there are fewer
   */
  public byte[] read(long at, int length) throws IOException {
    if (at < 0 || length < 0 || at > size() - length) {
      throw new IOException("it ends too early");
    }
    byte[] bytes = new byte[length];
    IndexInput own = whole.clone();
    own.seek(at);
    own.readBytes(bytes, 0, length);
    return bytes;
  }

  /** Ends the mapping. */
  @Override
  public void close() {
    try (directory) {
      whole.close();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot close a mapped file: " + e.getMessage(), e);
    } finally {
      quiet.forEach(Logger::getName);
    }
  }
}
