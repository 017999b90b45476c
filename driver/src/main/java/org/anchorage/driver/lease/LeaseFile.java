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
 * A small file that only one of many can create; its modification time says when its holder was
 * last seen. Creating is atomic on HDFS and on local disks. An object store looks first and writes
 * then: of two that create at the same instant the later wins, and the earlier sees at its next
 * look that it holds nothing.
 */
record LeaseFile(Path path, Configuration hadoop) {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Holder UNKNOWN = new Holder("unknown", "an unknown host", "", 0, 0, "");

  /**
   * What the file says.
   *
   * @param holder who holds it; unknown while it is being written
   * @param seen when the holder was last seen
   */
  record Found(Holder holder, Instant seen) {

    boolean isUnknown() {
      return holder.equals(UNKNOWN);
    }
  }

  /** Creates the file; returns false where it is there already. */
  boolean create(Holder holder, Instant now) throws IOException {
    byte[] json = JSON.writeValueAsBytes(holder);
    FileSystem files = files();
    Path place = files.makeQualified(path);
    files.mkdirs(place.getParent());
    try {
      if (place.toUri().getScheme().equals("file")) {
        // Hadoop's local disk looks first and creates then.
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

  /** Says that the holder was seen. */
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
    // Object stores keep the time of writing and no other.
    try (OutputStream out = files.create(path, true /* overwrite */)) {
      out.write(JSON.writeValueAsBytes(holder));
    }
  }

  /** Returns what the file says, or null where there is none. */
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

  /** Removes the file, if it is there. */
  void delete() throws IOException {
    files().delete(path, false /* recursive */);
  }

  private FileSystem files() throws IOException {
    return path.getFileSystem(hadoop);
  }
}
