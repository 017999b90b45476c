/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * The files of a directory, one at a time. Hadoop's {@link FileSystem#listFiles} asks a store for
 * many files at once. But on a local disk it starts a process for each file, to learn its owner,
 * and that takes 3 to 10 ms. So local directories are walked here. The order of files is the file
 * system's. Not thread-safe.
 */
public final class FileTree {

  private FileTree() {}

  /**
   * Returns the files of a directory alone.
   *
   * @throws IOException if the directory cannot be listed; later, the iterator throws it
   */
  public static RemoteIterator<? extends FileStatus> in(FileSystem files, Path directory)
      throws IOException {
    return isLocal(files) ? new Walk(files, directory, 0) : files.listFiles(directory, false);
  }

  /**
   * Returns the files of a directory and of all directories below it.
   *
   * @throws IOException if a directory cannot be listed; later, the iterator throws it
   */
  public static RemoteIterator<? extends FileStatus> below(FileSystem files, Path directory)
      throws IOException {
    return isLocal(files)
        ? new Walk(files, directory, Integer.MAX_VALUE)
        : files.listFiles(directory, true);
  }

  private static boolean isLocal(FileSystem files) {
    return files instanceof LocalFileSystem || files instanceof RawLocalFileSystem;
  }

  /**
   * Returns the files and directories in a directory. Hadoop leaves out local ones whose names this
   * JVM cannot read; here the directory is refused.
   *
   * @throws IOException if the directory cannot be listed, or has such a name
   */
  public static FileStatus[] children(FileSystem files, Path directory) throws IOException {
    FileStatus[] found = files.listStatus(directory);
    if (files instanceof LocalFileSystem local) {
      LocalNames.requireReadable(local.pathToFile(directory));
    } else if (files instanceof RawLocalFileSystem local) {
      LocalNames.requireReadable(local.pathToFile(directory));
    }
    return found;
  }

  /** A walk, directory by directory. */
  private static final class Walk implements RemoteIterator<FileStatus> {

    /** A directory still to be listed. */
    private record Directory(Path path, int depth) {}

    private final FileSystem files;
    private final int deepest;
    private final Deque<FileStatus> found = new ArrayDeque<>();
    private final Deque<Directory> directories = new ArrayDeque<>();

    Walk(FileSystem files, Path directory, int deepest) throws IOException {
      this.files = files;
      this.deepest = deepest;
      list(new Directory(directory, 0));
    }

    private void list(Directory directory) throws IOException {
      for (FileStatus child : children(files, directory.path())) {
        if (!child.isDirectory()) {
          found.add(child);
        } else if (directory.depth() < deepest) {
          directories.add(new Directory(child.getPath(), directory.depth() + 1));
        }
      }
    }

    @Override
    public boolean hasNext() throws IOException {
      while (found.isEmpty() && !directories.isEmpty()) {
        list(directories.remove());
      }
      return !found.isEmpty();
    }

    @Override
    public FileStatus next() throws IOException {
      @Nullable FileStatus next = hasNext() ? found.remove() : null;
      if (next == null) {
        throw new NoSuchElementException();
      }
      return next;
    }
  }
}
