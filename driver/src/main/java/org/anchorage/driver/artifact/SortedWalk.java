/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * A walk in the order of names: the files and directories of a directory are sorted together. Holds
 * the names in the directories that are open. Not thread-safe.
 */
final class SortedWalk implements RemoteIterator<FileStatus> {

  /** A directory that is open: what is left of it, and on a local disk what led to it. */
  private record Open(Iterator<FileStatus> left, @Nullable LocalLinks links) {}

  private final FileSystem files;
  private final Predicate<String> enters;
  private final Deque<Open> open = new ArrayDeque<>();
  private @Nullable FileStatus next;

  SortedWalk(FileSystem files, Path root, Predicate<String> enters) throws IOException {
    this.files = files;
    this.enters = enters;
    enter(root, FileTree.isLocal(files) ? LocalLinks.between(files, root, root) : null);
  }

  private void enter(Path directory, @Nullable LocalLinks links) throws IOException {
    FileStatus[] found = FileTree.children(files, directory);
    Arrays.sort(found);
    open.push(new Open(Arrays.asList(found).iterator(), links));
  }

  @Override
  public boolean hasNext() throws IOException {
    while (next == null && !open.isEmpty()) {
      Open in = open.element();
      if (!in.left().hasNext()) {
        open.pop();
        continue;
      }
      FileStatus found = in.left().next();
      if (!found.isDirectory()) {
        next = found;
      } else if (enters.test(found.getPath().getName())) {
        next = entered(found.getPath(), in.links());
      }
    }
    return next != null;
  }

  /** Returns what stands for a directory that is not entered, because it leads back. */
  private @Nullable FileStatus entered(Path directory, @Nullable LocalLinks above)
      throws IOException {
    if (above == null) {
      enter(directory, null);
      return null;
    }
    LocalLinks links = above.into(LocalLinks.file(files, directory).toPath());
    if (links == null) {
      return LocalLinks.passedOver(directory);
    }
    enter(directory, links);
    return null;
  }

  @Override
  public FileStatus next() throws IOException {
    @Nullable FileStatus found = hasNext() ? next : null;
    if (found == null) {
      throw new NoSuchElementException();
    }
    next = null;
    return found;
  }
}
