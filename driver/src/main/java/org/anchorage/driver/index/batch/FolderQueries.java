/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.imports.ImageFiles;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder and of those below it, in the order of their names: files and folders of
 * one folder are sorted together. Holds the names of the folders that are open.
 */
final class FolderQueries implements QuerySource {

  private final FileSystem files;
  private final ImageFiles images;
  private final String root;
  private final Deque<Iterator<FileStatus>> open = new ArrayDeque<>();

  FolderQueries(Path folder, Configuration hadoop) throws IOException {
    this.files = folder.getFileSystem(hadoop);
    this.images = new ImageFiles(hadoop);
    this.root = folder + "/";
    open.push(listing(folder));
  }

  private Iterator<FileStatus> listing(Path folder) throws IOException {
    FileStatus[] found = files.listStatus(folder);
    Arrays.sort(found);
    return Arrays.asList(found).iterator();
  }

  @Override
  public List<String> further() {
    return List.of();
  }

  @Override
  public @Nullable BatchQuery next() throws IOException {
    while (!open.isEmpty()) {
      if (!open.element().hasNext()) {
        open.pop();
        continue;
      }
      FileStatus found = open.element().next();
      String file = found.getPath().toString();
      if (found.isDirectory()) {
        if (!found.getPath().getName().startsWith(".")) {
          open.push(listing(found.getPath()));
        }
      } else if (ImageFiles.isImage(file.substring(root.length()))) {
        return new BatchQuery(
            file.substring(root.length()),
            new BatchQuery.Image(without -> images.read(file, without)),
            Map.of());
      }
    }
    return null;
  }

  @Override
  public void close() {
    images.close();
  }
}
