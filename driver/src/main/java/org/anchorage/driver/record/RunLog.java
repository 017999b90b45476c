/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.anchorage.driver.artifact.Replacement;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The epoch records of a run, oldest first, in {@value #FILE} in its directory: one line of JSON
 * each. Every change writes a new file under a temporary name and renames it over the old one,
 * because object stores cannot append. A reader sees the old or the new records, never a part.
 *
 * <p>Not thread-safe, and for one writer a run.
 */
public final class RunLog {

  /** Name of the file, relative to the run. */
  public static final String FILE = "metrics.jsonl";

  private final Path file;
  private final Path temporary;
  private final Configuration hadoop;

  /**
   * Creates the log of a run; nothing is read or written yet.
   *
   * @param run the run's directory, on any Hadoop filesystem; need not exist yet
   * @param hadoop the configuration of filesystems
   */
  public RunLog(Path run, Configuration hadoop) {
    this.file = new Path(run, FILE);
    this.temporary = new Path(run, "." + FILE + ".tmp");
    this.hadoop = hadoop;
  }

  /**
   * Returns all records, oldest first; empty if there are none yet.
   *
   * @throws IOException if the file cannot be read or a line of it is no epoch record
   */
  public List<EpochRecord> read() throws IOException {
    List<EpochRecord> records = new ArrayList<>();
    int number = 0;
    for (String line : (Iterable<String>) text().lines()::iterator) {
      number++;
      try {
        records.add(EpochRecordParser.fromJson(line));
      } catch (IllegalArgumentException e) {
        throw new IOException(
            "Line "
                + number
                + " of "
                + file
                + " is no epoch record: "
                + e.getMessage()
                + ". Remove the line and those after it, and resume the run from there",
            e);
      }
    }
    return List.copyOf(records);
  }

  /**
   * Adds a record.
   *
   * @throws IllegalArgumentException if the newest record is of this epoch or a later one
   * @throws IOException if the file cannot be read or replaced
   */
  public void append(EpochRecord epoch) throws IOException {
    List<EpochRecord> records = new ArrayList<>(read());
    if (!records.isEmpty()) {
      int newest = records.get(records.size() - 1).epoch();
      if (newest >= epoch.epoch()) {
        throw new IllegalArgumentException(
            "Epoch "
                + epoch.epoch()
                + " cannot follow epoch "
                + newest
                + " in "
                + file
                + "; truncate the log after epoch "
                + (epoch.epoch() - 1)
                + " first");
      }
    }
    records.add(epoch);
    write(records);
  }

  /**
   * Drops the records of later epochs, which a resumed run makes again. -1 drops all.
   *
   * @throws IOException if the file cannot be read or replaced
   */
  public void truncateAfter(int epoch) throws IOException {
    List<EpochRecord> records = read();
    List<EpochRecord> kept = records.stream().filter(r -> r.epoch() <= epoch).toList();
    if (kept.size() < records.size()) {
      write(kept);
    }
  }

  private void write(List<EpochRecord> records) throws IOException {
    StringBuilder text = new StringBuilder();
    records.forEach(r -> text.append(EpochRecordParser.toJson(r)).append('\n'));
    Replacement.write(
        file.getFileSystem(hadoop),
        temporary,
        file,
        hadoop,
        out -> out.write(text.toString().getBytes(UTF_8)));
  }

  private String text() throws IOException {
    FileSystem files = file.getFileSystem(hadoop);
    try {
      return content(files, file);
    } catch (FileNotFoundException missing) {
      return leftBehind(files);
    }
  }

  /**
   * Reads the temporary file if it is alone. If replacing deletes and then renames and was stopped
   * in between, the file is whole. If replacing is atomic, the file is alone only before the first
   * record, and may be cut short.
   */
  private String leftBehind(FileSystem files) throws IOException {
    try {
      String text = content(files, temporary);
      return text.endsWith("\n") ? text : "";
    } catch (FileNotFoundException nothingYet) {
      return "";
    }
  }

  private static String content(FileSystem files, Path path) throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
