/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Checks that a Hadoop filesystem can hold artifacts: writes a small file, renames its directory,
 * reads the file back and deletes all.
 *
 * @param uri of a directory that exists
 * @param hadoop the configuration of filesystems
 */
record FilesystemCheck(String uri, Configuration hadoop) implements Check {

  private static final String SUBJECT = "filesystem";
  private static final byte[] TEXT = "anchorage".getBytes(StandardCharsets.UTF_8);

  @Override
  public List<Finding> findings() {
    try {
      Path place = new Path(uri);
      FileSystem files = place.getFileSystem(hadoop);
      if (!files.getFileStatus(place).isDirectory()) {
        return List.of(Finding.problem(SUBJECT, uri + " is no directory", "name a directory"));
      }
      long began = System.nanoTime();
      exercise(files, place);
      return List.of(
          Finding.ok(
              SUBJECT,
              String.format(
                  Locale.ROOT,
                  "%s: written, renamed, read and deleted in %.2f s",
                  files.makeQualified(place),
                  (System.nanoTime() - began) / 1e9)));
    } catch (IOException | RuntimeException e) {
      return List.of(
          Finding.failure(
              SUBJECT,
              e,
              "check "
                  + uri
                  + ": the name, that it exists, that you may write there, and that"
                  + " HADOOP_CONF_DIR is on the class path"));
    }
  }

  private static void exercise(FileSystem files, Path place) throws IOException {
    String name = ".anchorage-doctor-" + UUID.randomUUID();
    Path written = new Path(place, name);
    Path renamed = new Path(place, name + "-renamed");
    try {
      files.mkdirs(written);
      try (OutputStream output = files.create(new Path(written, "file"), false)) {
        output.write(TEXT);
      }
      if (!files.rename(written, renamed)) {
        throw new IOException(written + " cannot be renamed; use a filesystem that renames");
      }
      try (InputStream input = files.open(new Path(renamed, "file"))) {
        if (!Arrays.equals(input.readAllBytes(), TEXT)) {
          throw new IOException(renamed + " holds other bytes than were written");
        }
      }
    } finally {
      files.delete(written, true);
      files.delete(renamed, true);
    }
  }
}
