/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.batch;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.anchorage.driver.artifact.FileTree;
import org.anchorage.driver.imports.Bad;
import org.anchorage.driver.imports.ImageFiles;
import org.anchorage.driver.imports.PassedLinks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/**
 * The images of a folder and of those below it, in the order of their names: files and folders of
 * one folder are sorted together. Links are followed as an import follows them. Holds the names in
 * the folders that are open.
 */
final class FolderQueries implements QuerySource {

  private final ImageFiles images;
  private final String root;
  private final RemoteIterator<FileStatus> files;
  private final PassedLinks links = new PassedLinks();

  FolderQueries(Path folder, Configuration hadoop) throws IOException {
    this.images = new ImageFiles(hadoop);
    this.root = folder + "/";
    this.files = FileTree.sorted(folder.getFileSystem(hadoop), folder, ImageFiles::isEntered);
  }

  @Override
  public List<String> further() {
    return List.of();
  }

  @Override
  public List<String> notes() {
    return links.notes();
  }

  @Override
  public @Nullable BatchQuery next() throws IOException {
    while (files.hasNext()) {
      FileStatus found = files.next();
      String file = found.getPath().toString();
      String name = file.substring(root.length());
      if (found.isSymlink()) {
        Optional<Bad> bad = links.add(name, found);
        if (bad.isPresent()) {
          return query(name, without -> unread(bad.get(), without));
        }
      } else if (ImageFiles.isImage(name)) {
        return query(name, without -> images.read(file, without));
      }
    }
    return null;
  }

  private static Optional<byte[]> unread(Bad bad, Consumer<Bad> without) {
    without.accept(bad);
    return Optional.empty();
  }

  private static BatchQuery query(String name, BatchQuery.Encoded bytes) {
    return new BatchQuery(name, new BatchQuery.Image(bytes), Map.of());
  }

  @Override
  public void close() {
    images.close();
  }
}
