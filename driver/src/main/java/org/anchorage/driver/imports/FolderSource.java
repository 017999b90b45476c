/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.anchorage.driver.artifact.FileTree;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/** Image files in folders, one folder per class. A task lists some folders. */
final class FolderSource implements Source {

  private static final int DEEPEST = 2;

  private final Configuration hadoop;
  private final Path root;

  FolderSource(Path root, Configuration hadoop) throws IOException {
    FileSystem files = root.getFileSystem(hadoop);
    if (!files.getFileStatus(root).isDirectory()) {
      throw new FileNotFoundException(root + " is not a folder");
    }
    this.hadoop = hadoop;
    this.root = files.makeQualified(root);
  }

  @Override
  public String description() {
    return "folders at " + root;
  }

  @Override
  public boolean distinctIds() {
    return true;
  }

  @Override
  public List<FolderRule> rules() {
    return List.of(new FolderRule(FolderRule.Wrapping.KEPT, null, ImagePath.Names.PLAIN));
  }

  /** Divides folders until there are enough for all tasks, two levels deep at most. */
  @Override
  public List<Part> parts(int wanted) throws IOException {
    try {
      return divided(wanted);
    } catch (FileSystemException e) {
      throw new ImportException("Cannot list the images: " + e.getMessage(), e);
    }
  }

  private List<Part> divided(int wanted) throws IOException {
    FileSystem files = root.getFileSystem(hadoop);
    List<Part> parts = new ArrayList<>();
    List<Path> folders = List.of(root);
    for (int level = 0; level < DEEPEST && folders.size() < 2 * wanted; level++) {
      List<Path> below = new ArrayList<>();
      for (Path folder : folders) {
        boolean hasFiles = false;
        for (FileStatus child : FileTree.children(files, folder)) {
          if (child.isDirectory()) {
            if (!ImagePath.isSystem(child.getPath().getName())) {
              below.add(child.getPath());
            }
          } else {
            hasFiles = true;
          }
        }
        if (hasFiles) {
          parts.add(new Folder(root.toString(), folder.toString(), FileTree.Depth.FLAT));
        }
      }
      folders = below;
    }
    for (Path folder : folders) {
      parts.add(new Folder(root.toString(), folder.toString(), FileTree.Depth.ALL));
    }
    return parts;
  }

  /** The files of a folder, or of all folders below it as well. */
  private record Folder(String root, String folder, FileTree.Depth depth) implements Part {

    @Override
    public Iterator<Entry> list(Configuration hadoop) throws IOException {
      Path path = new Path(folder);
      FileSystem files = path.getFileSystem(hadoop);
      RemoteIterator<? extends FileStatus> found =
          FileTree.part(files, new Path(root), path, depth, name -> !ImagePath.isSystem(name));
      java.net.URI base = new Path(root).toUri();
      return new EntryIterator() {
        @Override
        @Nullable Entry advance() throws IOException {
          if (!found.hasNext()) {
            return null;
          }
          FileStatus file = found.next();
          String id = base.relativize(file.getPath().toUri()).getPath();
          if (file.isSymlink()) {
            return PassedLinks.entry(id, file);
          }
          // One string: Path(parent, child) takes a name with a colon for a scheme.
          return new Found(0, id, FilePlace.of(root + "/" + id, file));
        }
      };
    }
  }
}
