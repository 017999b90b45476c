/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.Path;

/** A local disk, under {@code fulldisk:}, whose files have no room beyond {@value #ROOM} bytes. */
public final class FullDisk extends RiggedDisk {

  public static final String ROOM = "fulldisk.room";

  /** Returns settings by which it is found. */
  public static void install(Configuration hadoop, long room) {
    hadoop.set("fs.fulldisk.impl", FullDisk.class.getName());
    hadoop.setBoolean("fs.fulldisk.impl.disable.cache", true);
    hadoop.setLong(ROOM, room);
  }

  @Override
  protected String scheme() {
    return "fulldisk";
  }

  @Override
  protected FSDataOutputStream rigged(Path path, FSDataOutputStream out) {
    return new FSDataOutputStream(new Limited(out, getConf().getLong(ROOM, Long.MAX_VALUE)), null);
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
