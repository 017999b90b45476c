/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.Syncable;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.util.Progressable;

/**
 * A local disk, under {@code watched:}, that keeps what was done to it in order, and may refuse to
 * delete files.
 */
public final class WatchedDisk extends RawLocalFileSystem {

  /** What was done: a word and a path. */
  final List<String> events = new CopyOnWriteArrayList<>();

  /** A pattern of the names of files that cannot be deleted; empty for none. */
  volatile String undeletable = "";

  /** Returns the disk, as all others will find it. */
  static WatchedDisk install(Configuration hadoop) throws IOException {
    hadoop.set("fs.watched.impl", WatchedDisk.class.getName());
    WatchedDisk disk = (WatchedDisk) FileSystem.get(URI.create("watched:///"), hadoop);
    disk.events.clear();
    disk.undeletable = "";
    return disk;
  }

  @Override
  public URI getUri() {
    return URI.create("watched:///");
  }

  private void note(String what, Path path) {
    events.add(what + " " + path.toUri().getPath());
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    note("list", path);
    FileStatus[] found = super.listStatus(path);
    for (int i = 0; i < found.length; i++) {
      // Without permissions, which the raw disk looks up under file: alone.
      found[i] =
          new FileStatus(
              found[i].getLen(),
              found[i].isDirectory(),
              found[i].getReplication(),
              found[i].getBlockSize(),
              found[i].getModificationTime(),
              found[i].getPath());
    }
    return found;
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    note("open", path);
    return super.open(path, bufferSize);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    note("delete", path);
    if (path.getName().matches(undeletable)) {
      throw new IOException("Not permitted to delete " + path.getName());
    }
    return super.delete(path, recursive);
  }

  @Override
  public boolean rename(Path from, Path to) throws IOException {
    note("rename to", to);
    return super.rename(from, to);
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
    return new FSDataOutputStream(
        new Watched(
            super.create(path, overwrite, bufferSize, replication, blockSize, progress), path),
        null);
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
    return create(path, overwrite, bufferSize, replication, blockSize, progress);
  }

  private final class Watched extends FilterOutputStream implements Syncable {

    private final Path path;

    Watched(OutputStream out, Path path) {
      super(out);
      this.path = path;
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
      out.write(bytes, from, length);
    }

    @Override
    public void hflush() throws IOException {
      out.flush();
    }

    @Override
    public void hsync() {
      note("sync", path);
    }

    @Override
    public void close() throws IOException {
      note("close", path);
      super.close();
    }
  }
}
