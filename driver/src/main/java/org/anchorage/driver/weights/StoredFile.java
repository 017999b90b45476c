/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.weights;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.anchorage.core.config.value.ConfigurationException;
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

  private static final int BUFFER = 1 << 20;

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
      return new StoredFile(uri, file, false, read(in, OutputStream.nullOutputStream()));
    }
  }

  private static StoredFile copied(String uri, FileSystem files, Path path) throws IOException {
    java.nio.file.Path copy = Files.createTempFile("anchorage-weights-", ".tmp");
    try (InputStream in = new BufferedInputStream(files.open(path));
        OutputStream out = Files.newOutputStream(copy)) {
      return new StoredFile(uri, copy, true, read(in, out));
    } catch (IOException | RuntimeException e) {
      Files.deleteIfExists(copy);
      throw e;
    }
  }

  private static String read(InputStream in, OutputStream out) throws IOException {
    MessageDigest digest;
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
    byte[] buffer = new byte[BUFFER];
    DigestInputStream counted = new DigestInputStream(in, digest);
    for (int count = counted.read(buffer); count >= 0; count = counted.read(buffer)) {
      out.write(buffer, 0, count);
    }
    return HexFormat.of().formatHex(digest.digest());
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
