/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * Reads the batches of a log, and appends to it. Stateless and thread-safe.
 *
 * @param log that they are of
 */
record BatchFiles(LogDirectory log) {

  /**
   * Reads a batch.
   *
   * @param dim of the index
   * @throws ArtifactException if it is missing or damaged
   */
  List<Change> read(long number, int dim) {
    Path file = log.file(number);
    try {
      return BatchReader.read(bytes(file), number, dim, file.toString());
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Reads a batch, if it is there.
   *
   * @param dim of the index
   * @throws ArtifactException if it is damaged
   */
  Optional<List<Change>> find(long number, int dim) {
    Path file = log.file(number);
    try {
      return Optional.of(BatchReader.read(bytes(file), number, dim, file.toString()));
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /** Returns whether a batch is there with these bytes. */
  boolean holds(long number, byte[] bytes) throws IOException {
    try {
      return Arrays.equals(bytes(log.file(number)), bytes);
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  private byte[] bytes(Path file) throws IOException {
    try (FSDataInputStream in = file.getFileSystem(log.hadoop()).open(file)) {
      return in.readAllBytes();
    }
  }

  /**
   * Reads a picture; empty if there is none, or its batch was removed because a newer generation
   * holds it.
   *
   * @throws ArtifactException if it cannot be read
   */
  Optional<byte[]> picture(Change.Stretch place) {
    if (place.length() == 0) {
      return Optional.empty();
    }
    Path file = log.file(place.batch());
    byte[] picture = new byte[place.length()];
    try (FSDataInputStream in = file.getFileSystem(log.hadoop()).open(file)) {
      in.readFully(place.from(), picture);
      return Optional.of(picture);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Appends a batch. It is durable when this returns. A batch that is there is never replaced.
   *
   * @param bytes as {@link BatchWriter} makes them
   * @param allowed called when the batch is on the disk and has not yet its name; throws if
   *     somebody else may write by now
   * @throws IOException if it cannot be written, or there is a batch of this number already
   */
  void append(long number, byte[] bytes, Runnable allowed) throws IOException {
    log.make();
    Path file = log.file(number);
    if (!new Durable(file, log.hadoop()).create(bytes, allowed)) {
      throw new IOException("batch " + number + " is there already: somebody else has written it");
    }
  }

  private static ArtifactException unreadable(Path file, IOException cause) {
    return new ArtifactException(
        "Cannot read "
            + file
            + " of the index's log: "
            + Failure.reason(cause)
            + "; check the disk, or restore the file",
        cause);
  }
}
