/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
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
   * Returns the files of a directory and of all directories below it. Links that lead nowhere, or
   * back to a directory above them, are passed over.
   *
   * @throws IOException if a directory cannot be listed; later, the iterator throws it
   */
  public static RemoteIterator<? extends FileStatus> below(FileSystem files, Path directory)
      throws IOException {
    if (!isLocal(files)) {
      return files.listFiles(directory, true);
    }
    Walk walk = new Walk(files, name -> true, Depth.ALL);
    walk.begin(directory, directory);
    return new Plain(walk);
  }

  /** How deep a directory is listed. */
  public enum Depth {
    /** The directory alone. */
    FLAT,
    /** All directories below it as well. */
    ALL
  }

  /**
   * As {@link #below}, for a part of a tree, and with the links that are passed over: they are
   * returned with {@link FileStatus#isSymlink()}. On a local disk alone.
   *
   * @param root of the tree; a link must not lead back to it or to what is above it
   * @param enters whether directories of a name are listed, on a local disk
   */
  public static RemoteIterator<? extends FileStatus> part(
      FileSystem files, Path root, Path directory, Depth depth, Predicate<String> enters)
      throws IOException {
    if (!isLocal(files)) {
      return files.listFiles(directory, depth == Depth.ALL);
    }
    Walk walk = new Walk(files, enters, depth);
    walk.begin(root, directory);
    return walk;
  }

  /**
   * As {@link #below}, in the order of names: files and directories of a directory are sorted
   * together. Links that are passed over are returned with {@link FileStatus#isSymlink()}, on a
   * local disk alone.
   *
   * @param enters whether directories of a name are listed
   * @throws IOException if a directory cannot be listed, or has a name that this JVM cannot read;
   *     later, the iterator throws it
   */
  public static RemoteIterator<FileStatus> sorted(
      FileSystem files, Path directory, Predicate<String> enters) throws IOException {
    return new SortedWalk(files, directory, enters);
  }

  static boolean isLocal(FileSystem files) {
    return files instanceof LocalFileSystem || files instanceof RawLocalFileSystem;
  }

  /**
   * Returns the files and directories in a directory. Hadoop leaves out local ones whose names this
   * JVM cannot read; here the directory is refused. Hadoop leaves out local links that lead
   * nowhere; here they are returned, with {@link FileStatus#isSymlink()}.
   *
   * @throws IOException if the directory cannot be listed, or has such a name
   */
  public static FileStatus[] children(FileSystem files, Path directory) throws IOException {
    FileStatus[] found = files.listStatus(directory);
    return isLocal(files)
        ? LocalNames.complete(LocalLinks.file(files, directory), directory, found)
        : found;
  }

  /** A walk without links that are passed over. */
  private static final class Plain implements RemoteIterator<FileStatus> {

    private final Walk walk;

    Plain(Walk walk) {
      this.walk = walk;
    }

    @Override
    public boolean hasNext() throws IOException {
      while (walk.hasNext() && walk.found.element().isSymlink()) {
        walk.next();
      }
      return walk.hasNext();
    }

    @Override
    public FileStatus next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return walk.next();
    }
  }

  /** A walk, directory by directory. */
  private static final class Walk implements RemoteIterator<FileStatus> {

    /** A directory still to be listed, and the directories that led to it. */
    private record Directory(Path path, LocalLinks links) {}

    private final FileSystem files;
    private final Predicate<String> enters;
    private final Depth depth;
    private final Deque<FileStatus> found = new ArrayDeque<>();
    private final Deque<Directory> directories = new ArrayDeque<>();

    Walk(FileSystem files, Predicate<String> enters, Depth depth) {
      this.files = files;
      this.enters = enters;
      this.depth = depth;
    }

    /** Begins with a directory, unless the way from the root to it is a loop. */
    void begin(Path root, Path directory) throws IOException {
      @Nullable LocalLinks links = LocalLinks.between(files, root, directory);
      if (links == null) {
        found.add(LocalLinks.passedOver(directory));
      } else {
        list(new Directory(directory, links));
      }
    }

    private void list(Directory directory) throws IOException {
      for (FileStatus child : children(files, directory.path())) {
        if (!child.isDirectory()) {
          found.add(child);
        } else if (depth == Depth.ALL && enters.test(child.getPath().getName())) {
          @Nullable LocalLinks links =
              directory.links().into(LocalLinks.file(files, child.getPath()).toPath());
          if (links == null) {
            found.add(LocalLinks.passedOver(child.getPath()));
          } else {
            directories.add(new Directory(child.getPath(), links));
          }
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
