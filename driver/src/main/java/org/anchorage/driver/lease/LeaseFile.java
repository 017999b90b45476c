/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.lease;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * A small file that only one driver can create; its modification time says when its holder was last
 * seen. Creation is atomic on HDFS and on local disks. An object store first looks and then writes:
 * of two drivers that create the file at the same instant the later wins, and the earlier finds
 * this out when it reads the file again.
 */
record LeaseFile(Path path, Configuration hadoop) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Holder UNKNOWN = new Holder("unknown", "an unknown host", "", 0, 0, "");

  /**
   * The content of the file.
   *
   * @param holder of the lease; unknown while the file is being written
   * @param seen when the holder was last seen
   */
  record Found(Holder holder, Instant seen) {

    boolean isUnknown() {
      return holder.equals(UNKNOWN);
    }
  }

  /** Creates the file; returns false if it exists already. */
  boolean create(Holder holder, Instant now) throws IOException {
    byte[] json = JSON.writeValueAsBytes(holder);
    FileSystem files = files();
    Path place = files.makeQualified(path);
    files.mkdirs(place.getParent());
    try {
      if (place.toUri().getScheme().equals("file")) {
        // Hadoop's local filesystem first looks and then creates.
        Files.write(java.nio.file.Path.of(place.toUri()), json, StandardOpenOption.CREATE_NEW);
      } else {
        try (OutputStream out = files.create(place, false /* overwrite */)) {
          out.write(json);
        }
      }
    } catch (java.nio.file.FileAlreadyExistsException | FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      if (files.exists(place)) {
        return false;
      }
      throw e;
    }
    touch(holder, now);
    return true;
  }

  /** Sets the time at which the holder was last seen. */
  void touch(Holder holder, Instant now) throws IOException {
    FileSystem files = files();
    try {
      files.setTimes(path, now.toEpochMilli(), -1 /* access: as it is */);
      // Disks may keep whole seconds only.
      if (now.toEpochMilli() - files.getFileStatus(path).getModificationTime() < 2_000) {
        return;
      }
    } catch (UnsupportedOperationException e) {
      // Falls through to writing it anew.
    }
    // Object stores keep only the time of writing.
    try (OutputStream out = files.create(path, true /* overwrite */)) {
      out.write(JSON.writeValueAsBytes(holder));
    }
  }

  /** Returns the content of the file; null if there is no file. */
  @Nullable Found read() throws IOException {
    FileSystem files = files();
    try {
      Instant seen = Instant.ofEpochMilli(files.getFileStatus(path).getModificationTime());
      byte[] json;
      try (FSDataInputStream in = files.open(path)) {
        json = in.readAllBytes();
      }
      return new Found(holder(json), seen);
    } catch (FileNotFoundException e) {
      return null;
    }
  }

  private static Holder holder(byte[] json) {
    try {
      return JSON.readValue(json, Holder.class);
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  /** Deletes the file, if it exists. */
  void delete() throws IOException {
    files().delete(path, false /* recursive */);
  }

  private FileSystem files() throws IOException {
    return path.getFileSystem(hadoop);
  }
}
