/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.anchorage.driver.artifact.RiggedDisk;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.Syncable;

/**
 * A local disk, under {@code watched:}, that keeps what was done to it in order, and may refuse to
 * delete files.
 */
public final class WatchedDisk extends RiggedDisk {

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
  protected String scheme() {
    return "watched";
  }

  private void note(String what, Path path) {
    events.add(what + " " + path.toUri().getPath());
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    note("list", path);
    return super.listStatus(path);
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
  protected FSDataOutputStream rigged(Path path, FSDataOutputStream out) {
    return new FSDataOutputStream(new Watched(out, path), null);
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
