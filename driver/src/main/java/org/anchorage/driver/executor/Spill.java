/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows of equal length in a private file on the local disk; the system's page cache decides which
 * rows stay in memory. It leaves room on the disk to others: Spark's own files lie there too. While
 * the disk is nearly full, no more rows are kept; it is looked at again now and then, because
 * others come and go. If the disk fails, all rows are lost, and their room is given back. One
 * warning says either.
 *
 * <p>A row's place in the file follows from its number, so the file has holes where rows were not
 * written; they take no disk. In memory it takes one bit a row.
 *
 * <p>The file is not mapped, because a full disk would then end the process. It is not read through
 * a channel, because an interrupted task would close it for all others. Thread-safe: calls take
 * turns.
 */
final class Spill {

  private static final Logger LOG = LoggerFactory.getLogger(Spill.class);

  /** Room that is left on a disk: a twentieth of it, and no more than this. */
  private static final long MOST_LEFT = 10L << 30;

  /** Bytes between two looks at the room, kept or not. */
  private static final long BETWEEN_LOOKS = 64L << 20;

  /** What the rows are, for the warning. */
  enum Content {
    /** Decoded images. */
    PIXELS("Decoded images", "decoded"),
    /** Features of a network's frozen part. */
    FEATURES("Features of images", "made");

    private final String name;
    private final String verb;

    Content(String name, String verb) {
      this.name = name;
      this.verb = verb;
    }
  }

  private final int length;
  private final Content content;
  private final BitSet written = new BitSet();
  private final Path directory;
  private final Room room;
  private @Nullable RandomAccessFile file;
  private long untilLook;
  private boolean full;
  private boolean warned;
  private boolean failed;

  /** Says whether the disk has room for more. */
  @FunctionalInterface
  interface Room {
    boolean isLeft() throws IOException;
  }

  /**
   * Prepares a file, which is created by the first write.
   *
   * @param directory of the file
   * @param length bytes of a row
   * @param content of the rows
   */
  Spill(Path directory, int length, Content content) {
    this(
        directory,
        length,
        content,
        () -> {
          FileStore disk = Files.getFileStore(directory);
          return disk.getUsableSpace() > Math.min(disk.getTotalSpace() / 20, MOST_LEFT);
        });
  }

  /** For tests: on a disk with other room. */
  Spill(Path directory, int length, Content content, Room room) {
    this.directory = directory;
    this.length = length;
    this.content = content;
    this.room = room;
  }

  /** Writes a row, unless the disk fails or is nearly full. */
  synchronized void write(int row, byte[] bytes) {
    if (failed || written.get(row)) {
      return;
    }
    try {
      if (untilLook <= 0) {
        look();
      }
      untilLook -= length;
      if (full) {
        return;
      }
      RandomAccessFile open = file == null ? made() : file;
      file = open;
      open.seek((long) row * length);
      open.write(bytes);
      written.set(row);
    } catch (IOException e) {
      fail(e);
    }
  }

  private void look() throws IOException {
    full = !room.isLeft();
    untilLook = BETWEEN_LOOKS;
    if (full && !warned) {
      warned = true;
      warn("until there is room again", "the disk is nearly full");
    }
  }

  /** Returns whether it takes no rows now. */
  synchronized boolean isClosed() {
    return failed || full;
  }

  /** Returns whether a row was written. */
  synchronized boolean holds(int row) {
    return written.get(row);
  }

  /** Returns a row; null if it was not written, or cannot be read again. */
  synchronized byte @Nullable [] read(int row) {
    RandomAccessFile open = file;
    if (open == null || !written.get(row)) {
      return null;
    }
    try {
      byte[] bytes = new byte[length];
      open.seek((long) row * length);
      open.readFully(bytes);
      return bytes;
    } catch (IOException e) {
      fail(e);
      return null;
    }
  }

  private RandomAccessFile made() throws IOException {
    Path path = Files.createTempFile(directory, "anchorage-pixels", ".bin");
    RandomAccessFile made = new RandomAccessFile(path.toFile(), "rw");
    try {
      // A file without a name goes with the process, however that ends.
      Files.delete(path);
    } catch (IOException systemThatKeepsOpenFiles) {
      path.toFile().deleteOnExit();
    }
    return made;
  }

  private void fail(IOException cause) {
    failed = true;
    written.clear();
    RandomAccessFile open = file;
    file = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        cause.addSuppressed(e);
      }
    }
    warn("any more", String.valueOf(cause.getMessage()));
  }

  private void warn(String howLong, String cause) {
    LOG.warn(
        "{} cannot be kept in {} {} ({}): those beyond memory.pixels-mb that are not there are"
            + " {} again every time, which is slow; free space there, set spark.local.dir, or raise"
            + " memory.pixels-mb",
        content.name,
        directory,
        howLong,
        cause,
        content.verb);
  }
}
