/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class TestReplacement {

  @TempDir Path directory;

  /** A full local disk as Hadoop shows it: every file is Linux's device that has no room. */
  public static final class DeviceFull extends RawLocalFileSystem {

    @Override
    public URI getUri() {
      return URI.create("devicefull:///");
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return full(bufferSize, replication, blockSize, progress);
    }

    @Override
    public FSDataOutputStream create(
        org.apache.hadoop.fs.Path path,
        FsPermission permission,
        boolean overwrite,
        int bufferSize,
        short replication,
        long blockSize,
        Progressable progress)
        throws IOException {
      return full(bufferSize, replication, blockSize, progress);
    }

    private FSDataOutputStream full(
        int bufferSize, short replication, long blockSize, Progressable progress)
        throws IOException {
      org.apache.hadoop.fs.Path device = new org.apache.hadoop.fs.Path("/dev/full");
      return super.create(device, true, bufferSize, replication, blockSize, progress);
    }
  }

  private static Configuration full() {
    Configuration hadoop = new Configuration();
    hadoop.set("fs.devicefull.impl", DeviceFull.class.getName());
    hadoop.setBoolean("fs.devicefull.impl.disable.cache", true);
    return hadoop;
  }

  private org.apache.hadoop.fs.Path place(String name) {
    return new org.apache.hadoop.fs.Path("devicefull://" + directory.resolve(name));
  }

  @Test
  void aFullLocalDiskIsAnExceptionAndNoError() throws IOException {
    Files.writeString(directory.resolve("file"), "before");
    assertThatThrownBy(
            () ->
                Replacement.write(
                    place("file").getFileSystem(full()),
                    place("temporary"),
                    place("file"),
                    full(),
                    out -> out.write("after".getBytes(StandardCharsets.UTF_8))))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
    assertThat(directory.resolve("file")).hasContent("before");
    assertThat(directory).isDirectoryContaining("glob:**/file");
  }

  @Test
  void aBlockOfVectorsThatHasNoRoomSaysWhichAndWhatToDo() {
    VectorBlocks blocks =
        VectorBlocks.at(place("vectors"), new BlockLayout(2, 10), 3, Element.FLOAT, full());
    assertThatThrownBy(() -> blocks.write(0, new Vectors(3, new float[6])))
        .isInstanceOf(ArtifactException.class)
        .hasMessageStartingWith("Cannot write devicefull:")
        .hasMessageEndingWith(
            "/vectors/part-00000.vec: No space left on device. Free space or mend the disk, and run"
                + " the command again: it goes on with the blocks that are whole");
  }
}
