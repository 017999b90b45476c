/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.artifact;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.lease.Lease;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/** SHA-256 of the files of an artifact. */
final class Checksums {

  private static final int BUFFER = 1 << 20;

  private final FileSystem files;
  private final Path directory;

  Checksums(FileSystem files, Path directory) {
    this.files = files;
    this.directory = files.makeQualified(directory);
  }

  /**
   * Returns the checksum of every file but the manifest, by path relative to the directory.
   *
   * @param known checksums of files that are not read
   * @throws IOException if a file of these is not there
   */
  SortedMap<String, String> compute(Map<String, String> known) throws IOException {
    SortedMap<String, String> checksums = new TreeMap<>();
    RemoteIterator<? extends FileStatus> found = FileTree.below(files, directory);
    while (found.hasNext()) {
      Path file = found.next().getPath();
      String name = directory.toUri().relativize(file.toUri()).getPath();
      if (!name.equals(Manifest.FILE)
          && !name.equals(Lease.FILE)
          && !file.getName().endsWith(".crc")) {
        @Nullable String summed = known.get(name);
        checksums.put(name, summed == null ? sha256(files, file) : summed);
      }
    }
    for (String name : known.keySet()) {
      if (!checksums.containsKey(name)) {
        throw new IOException("the file " + name + " was written, but is gone from " + directory);
      }
    }
    return checksums;
  }

  /** Refuses a file that is missing or differs. */
  void verify(Map<String, String> expected) throws IOException {
    for (Map.Entry<String, String> entry : expected.entrySet()) {
      String found = found(entry.getKey());
      if (!found.equals(entry.getValue())) {
        throw new ArtifactException(
            "The file "
                + entry.getKey()
                + " of "
                + directory
                + " is not what was written: expected SHA-256 "
                + entry.getValue()
                + ", found "
                + found
                + "; restore the artifact or make it again");
      }
    }
  }

  /**
   * Reads without the local file system's own checks. These refuse a file that differs from its
   * .crc file, and name neither checksum.
   */
  private String found(String name) throws IOException {
    FileSystem plain = files instanceof ChecksumFileSystem c ? c.getRawFileSystem() : files;
    try {
      return sha256(plain, new Path(directory, name));
    } catch (FileNotFoundException e) {
      return "no such file";
    }
  }

  /** Returns one value for all checksums. */
  static String combined(SortedMap<String, String> checksums) {
    MessageDigest digest = Sha256.digest();
    checksums.forEach(
        (name, checksum) ->
            digest.update((name + '\n' + checksum + '\n').getBytes(StandardCharsets.UTF_8)));
    return Sha256.written(digest);
  }

  private static String sha256(FileSystem files, Path file) throws IOException {
    try (InputStream input = files.open(file, BUFFER)) {
      return Sha256.of(input);
    }
  }
}
