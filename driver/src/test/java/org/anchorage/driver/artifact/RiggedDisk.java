/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.IOException;
import java.net.URI;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local disk under a scheme of its own, on which tests meddle with files. Hadoop creates files in
 * two ways; here they are one.
 */
public abstract class RiggedDisk extends RawLocalFileSystem {

  /** Returns its scheme; Hadoop asks while the disk is made, so it is a constant. */
  protected abstract String scheme();

  /**
   * Creates a file.
   *
   * @param path of the file
   * @param out writes it
   * @return writes it as the test wants
   */
  protected FSDataOutputStream rigged(Path path, FSDataOutputStream out) throws IOException {
    return out;
  }

  /** Is called before a file is created. */
  protected void beforeCreate(Path path) throws IOException {}

  @Override
  public URI getUri() {
    return URI.create(scheme() + ":///");
  }

  /** Without permissions, which the raw disk looks up under {@code file:} alone. */
  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] found = super.listStatus(path);
    for (int i = 0; i < found.length; i++) {
      FileStatus raw = found[i];
      found[i] =
          new FileStatus(
              raw.getLen(),
              raw.isDirectory(),
              raw.getReplication(),
              raw.getBlockSize(),
              raw.getModificationTime(),
              raw.getPath());
    }
    return found;
  }

  @Override
  public final FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    beforeCreate(path);
    return rigged(
        path, super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public final FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
  }
}
