/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.anchorage.core.config.value.ConfigurationException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Which index is published under a name now.
 *
 * @param location of the index
 * @param stamp changes when the index is another one: its manifest's time and length
 */
public record Published(Path location, String stamp) {

  private static final int MOST_BYTES = 4096;
  private static final String MANIFEST = "manifest.json";

  /**
   * Finds it.
   *
   * @param name an index, or a text file whose first line is the URI of an index (a path in it is
   *     relative to the file)
   * @throws ConfigurationException if there is nothing, or the file names nothing
   * @throws UncheckedIOException if it cannot be read
   */
  public static Published at(Path name, Configuration hadoop) {
    try {
      FileSystem files = name.getFileSystem(hadoop);
      FileStatus status = files.getFileStatus(name);
      Path location = status.isFile() ? named(files, name) : name;
      FileStatus manifest =
          location.getFileSystem(hadoop).getFileStatus(new Path(location, MANIFEST));
      return new Published(
          location, location + " " + manifest.getModificationTime() + " " + manifest.getLen());
    } catch (FileNotFoundException e) {
      throw new ConfigurationException(
          "--index",
          name,
          "there is no index, and no file that names one (" + e.getMessage() + ")");
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name + ": " + e.getMessage(), e);
    }
  }

  private static Path named(FileSystem files, Path pointer) throws IOException {
    String text;
    try (InputStream in = files.open(pointer)) {
      text = new String(in.readNBytes(MOST_BYTES), StandardCharsets.UTF_8);
    }
    String line = text.lines().findFirst().orElse("").strip();
    if (line.isEmpty() || line.chars().anyMatch(c -> c < ' ')) {
      throw new ConfigurationException(
          "--index", pointer, "this file names no index; write the URI of one in its first line");
    }
    Path path = new Path(line);
    return path.isUriPathAbsolute() || path.toUri().getScheme() != null
        ? path
        : new Path(pointer.getParent(), path);
  }
}
