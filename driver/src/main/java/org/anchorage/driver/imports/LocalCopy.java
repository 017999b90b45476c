/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file on the local disk, for formats that are read out of order. A local file is read where it
 * is. A remote file or a .gz is copied and unpacked; closing deletes the copy.
 *
 * @param file to read
 * @param temporary whether it is a copy
 */
record LocalCopy(java.nio.file.Path file, boolean temporary) implements Closeable {

  static LocalCopy of(Path path, Configuration hadoop) throws IOException {
    FileSystem files = path.getFileSystem(hadoop);
    boolean packed = path.getName().endsWith(".gz");
    if (!packed && files instanceof LocalFileSystem local) {
      return new LocalCopy(local.pathToFile(path).toPath(), false);
    }
    java.nio.file.Path copy = Files.createTempFile("anchorage-import-", ".tmp");
    try (InputStream input = new BufferedInputStream(files.open(path));
        InputStream content = packed ? new GZIPInputStream(input, 1 << 16) : input) {
      Files.copy(content, copy, StandardCopyOption.REPLACE_EXISTING);
      return new LocalCopy(copy, true);
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(file);
    }
  }
}
