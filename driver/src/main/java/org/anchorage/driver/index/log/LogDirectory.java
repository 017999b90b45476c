/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.artifact.Failure;
import org.anchorage.driver.index.store.DiskSync;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The directory of an index's log: a file a batch, {@code log/00000018.batch}, numbered from 1
 * without gaps. {@link BatchFiles} reads and writes them. Stateless and thread-safe.
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
    return new Path(directory(), String.format(Locale.ROOT, "%08d.batch", number));
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
      throw new ArtifactException(
          "Cannot list the log of the index at " + index + ": " + Failure.reason(e), e);
    }
  }

  /** Makes the directory, if it is not there. */
  void make() throws IOException {
    FileSystem files = files();
    if (!files.exists(directory())) {
      files.mkdirs(directory());
      DiskSync.syncName(files, directory());
    }
  }

  /** Deletes batches that other writers have not finished: they cannot finish them any more. */
  void clean() throws IOException {
    for (FileStatus status : list()) {
      if (Durable.isUnnamed(status.getPath().getName())) {
        files().delete(status.getPath(), false /* recursive */);
      }
    }
  }

  /**
   * Deletes the batches up to a number, because a generation holds them. The oldest go first. Such
   * a batch is never needed again, so this harms nobody however late it comes.
   */
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
}
