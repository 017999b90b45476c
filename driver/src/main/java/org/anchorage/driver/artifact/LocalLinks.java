/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Where a directory of a local disk really lies, and those that led to it, some through links. Who
 * follows a link to a directory that led to it, or to one above that, comes by it again without
 * end.
 *
 * @param before the directory that led here; null of the first
 * @param real where this one lies, without links
 */
record LocalLinks(@Nullable LocalLinks before, Path real) {

  /** Returns the file of a path in a local file system. */
  static File file(FileSystem files, org.apache.hadoop.fs.Path path) {
    return files instanceof LocalFileSystem local
        ? local.pathToFile(path)
        : ((RawLocalFileSystem) files).pathToFile(path);
  }

  /** Returns what led from a root to a directory below it; null if that is a loop. */
  static @Nullable LocalLinks between(
      FileSystem files, org.apache.hadoop.fs.Path root, org.apache.hadoop.fs.Path directory)
      throws IOException {
    Path top = file(files, root).toPath();
    // Of one that is not there, the listing tells.
    Path real = Files.exists(top) ? top.toRealPath() : top.toAbsolutePath();
    @Nullable LocalLinks links = new LocalLinks(null, real);
    Path at = top;
    Path below = top.relativize(file(files, directory).toPath());
    for (Path name : below) {
      if (links != null && !name.toString().isEmpty()) {
        at = at.resolve(name);
        links = links.into(at);
      }
    }
    return links;
  }

  /** Returns the same of a directory in this one; null if a link leads back. */
  @Nullable LocalLinks into(Path child) throws IOException {
    Path there =
        Files.isSymbolicLink(child)
            ? child.toRealPath()
            : real.resolve(String.valueOf(child.getFileName()));
    return leadsBack(there) ? null : new LocalLinks(this, there);
  }

  private boolean leadsBack(Path there) {
    for (@Nullable LocalLinks one = this; one != null; one = one.before) {
      if (one.real.startsWith(there)) {
        return true;
      }
    }
    return false;
  }

  /** Returns what stands for a link that is not followed. */
  static FileStatus passedOver(org.apache.hadoop.fs.Path link) {
    return new FileStatus(0, false, 0, 0, 0, 0, null, null, null, link, link);
  }
}
