/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestFileTree {

  @TempDir Path directory;

  /** A local disk on which the slow call fails. */
  private static final class NoLocations extends LocalFileSystem {

    NoLocations(FileSystem raw) {
      super(raw);
    }

    @Override
    public RemoteIterator<LocatedFileStatus> listLocatedStatus(org.apache.hadoop.fs.Path path)
        throws IOException {
      throw new IOException("Each file of " + path + " would start a process");
    }
  }

  private FileSystem files() throws IOException {
    RawLocalFileSystem raw = new RawLocalFileSystem();
    raw.initialize(java.net.URI.create("file:///"), new Configuration());
    FileSystem files = new NoLocations(raw);
    files.initialize(java.net.URI.create("file:///"), new Configuration());
    return files;
  }

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(directory.resolve("a/b/empty"));
    Files.writeString(directory.resolve("one"), "1");
    Files.writeString(directory.resolve("a/two"), "12");
    Files.writeString(directory.resolve("a/b/three"), "123");
    Files.writeString(directory.resolve("a/b/x:y #%"), "1234");
  }

  private SortedMap<String, Long> read(RemoteIterator<? extends FileStatus> found)
      throws IOException {
    SortedMap<String, Long> read = new TreeMap<>();
    while (found.hasNext()) {
      FileStatus file = found.next();
      read.put(directory.toUri().relativize(file.getPath().toUri()).getPath(), file.getLen());
    }
    assertThatThrownBy(found::next).isInstanceOf(NoSuchElementException.class);
    return read;
  }

  @Test
  void filesOfALocalDirectoryAreFoundWithoutAProcessForEach() throws IOException {
    org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(directory.toUri());
    assertThat(read(FileTree.below(files(), path)))
        .hasToString("{a/b/three=3, a/b/x:y #%=4, a/two=2, one=1}");
    assertThat(read(FileTree.part(files(), path, path, FileTree.Depth.FLAT, name -> true)))
        .hasToString("{one=1}");
  }

  @Test
  void aDirectoryThatIsNotThereIsRefused() {
    org.apache.hadoop.fs.Path none =
        new org.apache.hadoop.fs.Path(directory.resolve("none").toUri());
    assertThatThrownBy(() -> FileTree.below(files(), none))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("none");
  }
}
