/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The log of an index: a file a batch, {@code log/00000018.batch}, numbered from 1 without gaps. A
 * file that is there is whole. Stateless and thread-safe; only one process may write.
 *
 * @param index its directory
 */
record LogDirectory(Path index, Configuration hadoop) {

  /** Name of the directory. */
  static final String NAME = "log";

  private static final Pattern BATCH = Pattern.compile("(\\d{8,18})\\.batch");

  /** A batch's file. */
  record Found(long number, long bytes) {}

  private Path directory() {
    return new Path(index, NAME);
  }

  /** Returns the file of a batch. */
  Path file(long number) {
    return new Path(directory(), String.format("%08d.batch", number));
  }

  /**
   * Returns the batches after a number, ascending.
   *
   * @throws ArtifactException if one is missing between others, or the log cannot be read
   */
  List<Found> after(long number) {
    List<Found> found = new ArrayList<>();
    for (Found batch : all()) {
      if (batch.number() > number) {
        found.add(batch);
      }
    }
    for (int i = 0; i < found.size(); i++) {
      long expected = number + 1 + i;
      if (found.get(i).number() != expected) {
        throw new ArtifactException(
            "The log of the index at "
                + index
                + " lacks batch "
                + expected
                + ", and batch "
                + found.get(i).number()
                + " is there; restore "
                + file(expected));
      }
    }
    return found;
  }

  /** Returns all batches, ascending. */
  List<Found> all() {
    List<Found> found = new ArrayList<>();
    for (FileStatus status : list()) {
      Matcher name = BATCH.matcher(status.getPath().getName());
      if (name.matches()) {
        found.add(new Found(Long.parseLong(name.group(1)), status.getLen()));
      }
    }
    found.sort((a, b) -> Long.compare(a.number(), b.number()));
    return found;
  }

  private List<FileStatus> list() {
    try {
      return Arrays.asList(files().listStatus(directory()));
    } catch (FileNotFoundException e) {
      return List.of();
    } catch (IOException e) {
      throw unreadable(directory(), e);
    }
  }

  /** Returns whether there is a batch of a number. */
  boolean has(long number) throws IOException {
    return files().exists(file(number));
  }

  /**
   * Reads a batch.
   *
   * @param dim of the index
   * @throws ArtifactException if it is missing or damaged
   */
  List<Change> read(long number, int dim) {
    Path file = file(number);
    return BatchFile.read(bytes(file), number, dim, file.toString());
  }

  private byte[] bytes(Path file) {
    try (FSDataInputStream in = files().open(file)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw unreadable(file, e);
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
    Path file = file(place.batch());
    byte[] picture = new byte[place.length()];
    try (FSDataInputStream in = files().open(file)) {
      in.readFully(place.from(), picture);
      return Optional.of(picture);
    } catch (FileNotFoundException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw unreadable(file, e);
    }
  }

  /**
   * Appends a batch. It is durable when this returns.
   *
   * @param bytes as {@link BatchFile} makes them
   * @throws IOException if it cannot be written
   */
  void append(long number, byte[] bytes) throws IOException {
    Path file = file(number);
    FileSystem files = files();
    if (!files.exists(directory())) {
      files.mkdirs(directory());
      Durable.sync(directory(), hadoop);
    }
    if (has(number)) {
      throw new IOException("batch " + number + " is there already: somebody else has written it");
    }
    Durable.write(file, bytes, hadoop);
  }

  /** Deletes what writers that were killed have left half-written. */
  void clean() throws IOException {
    for (FileStatus status : list()) {
      if (status.getPath().getName().endsWith(Durable.TEMPORARY)) {
        files().delete(status.getPath(), false /* recursive */);
      }
    }
  }

  /** Deletes the batches up to a number, because a generation holds them. The oldest go first. */
  void removeTo(long number) throws IOException {
    for (Found batch : all()) {
      if (batch.number() <= number) {
        files().delete(file(batch.number()), false /* recursive */);
      }
    }
  }

  private FileSystem files() throws IOException {
    return index.getFileSystem(hadoop);
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
