/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** Image files in folders, one folder per class. */
final class FolderSource implements Source {

  private final FileSystem files;
  private final Path root;
  private final FolderLayout layout;

  FolderSource(Path root, Configuration hadoop) throws IOException {
    this.files = root.getFileSystem(hadoop);
    this.root = files.makeQualified(root);
    this.layout = FolderLayout.of(list(), FolderLayout.Wrapping.KEPT);
  }

  private List<String> list() throws IOException {
    List<String> paths = new ArrayList<>();
    RemoteIterator<LocatedFileStatus> found = files.listFiles(root, true);
    while (found.hasNext()) {
      paths.add(root.toUri().relativize(found.next().getPath().toUri()).getPath());
    }
    return paths;
  }

  @Override
  public String description() {
    return "folders at " + root;
  }

  @Override
  public long estimatedCount() {
    return (long) layout.images().size() + layout.bad().size();
  }

  @Override
  public Set<String> classes(Split split) {
    return Listed.classes(layout.images(), split);
  }

  @Override
  public void read(Sink sink) throws IOException {
    sink.ignored(layout.ignored());
    for (Bad bad : layout.bad()) {
      sink.bad(bad);
    }
    for (Listed image : layout.images()) {
      // One string: Path(parent, child) takes a name with a colon for a scheme.
      EncodedBytes.bring(files, new Path(root + "/" + image.id()), image, sink);
    }
  }
}
