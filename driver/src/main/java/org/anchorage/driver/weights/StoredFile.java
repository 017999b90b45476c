/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.worker.weights.TensorFile;
import org.anchorage.worker.weights.WeightFileException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A file of weights on any Hadoop filesystem, with its checksum. A local file is read where it is.
 * A remote file is copied to the local temporary directory; closing deletes the copy. Thread-safe.
 *
 * @param uri as the user gave it
 * @param local where it is read
 * @param temporary whether that is a copy
 * @param sha256 of the file, in small hexadecimal digits
 */
public record StoredFile(String uri, java.nio.file.Path local, boolean temporary, String sha256)
    implements Closeable {

  /**
   * Brings a file to this machine.
   *
   * @param key what named the file, for messages
   * @param uri of the file; a path without scheme is of Hadoop's default filesystem
   * @throws ConfigurationException if it is not there, is a directory, or cannot be read
   */
  public static StoredFile open(String key, String uri, Configuration hadoop) {
    try {
      Path path = new Path(uri);
      FileSystem files = path.getFileSystem(hadoop);
      if (files.getFileStatus(path).isDirectory()) {
        throw refused(key, uri, "it is a directory; name a file in it");
      }
      return files instanceof LocalFileSystem disk
          ? local(uri, disk.pathToFile(path).toPath())
          : copied(uri, files, path);
    } catch (IOException | IllegalArgumentException e) {
      if (e instanceof ConfigurationException known) {
        throw known;
      }
      throw refused(
          key, uri, "it cannot be read: " + e.getMessage() + "; give the URI of a file of weights");
    }
  }

  private static StoredFile local(String uri, java.nio.file.Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new StoredFile(uri, file, false, Sha256.of(in));
    }
  }

  private static StoredFile copied(String uri, FileSystem files, Path path) throws IOException {
    java.nio.file.Path copy = Files.createTempFile("anchorage-weights-", ".tmp");
    try (InputStream in = new BufferedInputStream(files.open(path));
        OutputStream out = Files.newOutputStream(copy)) {
      return new StoredFile(uri, copy, true, Sha256.copy(in, out));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  /**
   * Opens the tensors; the caller closes them.
   *
   * @throws WeightFileException if the file is of another kind or damaged
   */
  public TensorFile tensors() throws WeightFileException {
    return TensorFile.open(local);
  }

  /** Returns a message about the local file as one about the user's. */
  String message(IOException e) {
    String message = String.valueOf(e.getMessage());
    String start = "The weight file " + local + " ";
    return message.startsWith(start) ? "it " + message.substring(start.length()) : message;
  }

  private static ConfigurationException refused(String key, String uri, String problem) {
    return new ConfigurationException(key, uri, problem);
  }

  @Override
  public void close() throws IOException {
    if (temporary) {
      Files.deleteIfExists(local);
    }
  }
}
