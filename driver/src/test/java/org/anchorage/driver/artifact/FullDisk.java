/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/** A local disk, under {@code fulldisk:}, whose files have no room beyond {@value #ROOM} bytes. */
public final class FullDisk extends RawLocalFileSystem {

  public static final String ROOM = "fulldisk.room";

  /** Returns settings by which it is found. */
  public static void install(Configuration hadoop, long room) {
    hadoop.set("fs.fulldisk.impl", FullDisk.class.getName());
    hadoop.setBoolean("fs.fulldisk.impl.disable.cache", true);
    hadoop.setLong(ROOM, room);
  }

  @Override
  public URI getUri() {
    return URI.create("fulldisk:///");
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(super.create(path, overwrite, bufferSize, replication, blockSize, progress));
  }

  @Override
  public FSDataOutputStream create(
      Path path,
      FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      Progressable progress)
      throws IOException {
    return limited(
        super.create(path, permission, overwrite, bufferSize, replication, blockSize, progress));
  }

  private FSDataOutputStream limited(OutputStream output) throws IOException {
    long room = getConf().getLong(ROOM, Long.MAX_VALUE);
    return new FSDataOutputStream(new Limited(output, room), null);
  }

  private static final class Limited extends FilterOutputStream {

    private long room;

    Limited(OutputStream output, long room) {
      super(output);
      this.room = room;
    }

    @Override
    public void write(int b) throws IOException {
      take(1);
      out.write(b);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      take(length);
      out.write(bytes, from, length);
    }

    private void take(int length) throws IOException {
      room -= length;
      if (room < 0) {
        throw new IOException("No space left on device");
      }
    }
  }
}
