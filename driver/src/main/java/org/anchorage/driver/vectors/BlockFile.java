/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.vectors;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file that is written whole or not at all, and read whole: mapped if it lies on a local disk.
 * Files carry checksums of their own, so Hadoop's .crc files are not written. Thread-safe.
 */
public final class BlockFile {

  private final Path path;
  private final Configuration hadoop;

  /** Names a file. */
  public BlockFile(Path path, Configuration hadoop) {
    this.path = path;
    this.hadoop = hadoop;
  }

  /**
   * Writes the file under a temporary name and renames it; one that is there is replaced.
   *
   * @throws ArtifactException if it cannot be written
   */
  public void write(ByteBuffer content) {
    Path temporary = new Path(path.getParent(), "." + path.getName() + "." + UUID.randomUUID());
    try {
      Replacement.write(
          plain(),
          temporary,
          path,
          hadoop,
          out ->
              out.write(
                  content.array(),
                  content.arrayOffset() + content.position(),
                  content.remaining()));
    } catch (IOException e) {
      throw new ArtifactException(
          "Cannot write "
              + path
              + ": "
              + e.getMessage()
              + ". Free space or mend the disk, and run the command again: it goes on with the"
              + " blocks that are whole",
          e);
    }
  }

  /** Returns whether the file is there. */
  public boolean exists() {
    try {
      return plain().exists(path);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /**
   * Reads the whole file.
   *
   * @throws ArtifactException if it is missing or cannot be read
   */
  public ByteBuffer read() {
    try {
      FileSystem files = plain();
      if (path.getFileSystem(hadoop) instanceof LocalFileSystem) {
        return map();
      }
      int length = Math.toIntExact(files.getFileStatus(path).getLen());
      byte[] bytes = new byte[length];
      try (InputStream in = files.open(path)) {
        int read = in.readNBytes(bytes, 0, length);
        return ByteBuffer.wrap(bytes, 0, read).slice();
      }
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw new ArtifactException(
          "There is no " + path + "; run the command that writes it again, or restore it", e);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private ByteBuffer map() throws IOException {
    java.nio.file.Path local = Paths.get(path.toUri().getPath());
    try (FileChannel channel = FileChannel.open(local, StandardOpenOption.READ)) {
      return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
    }
  }

  private FileSystem plain() throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    return files instanceof ChecksumFileSystem checked ? checked.getRawFileSystem() : files;
  }

  private ArtifactException unreadable(IOException e) {
    return new ArtifactException("Cannot read " + path + ": " + e.getMessage(), e);
  }
}
