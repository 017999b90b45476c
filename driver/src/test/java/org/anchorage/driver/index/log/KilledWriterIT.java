/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.index.Index;
import org.anchorage.driver.index.ItemFilter;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that changes an index is killed again and again, in the middle of additions, deletions
 * and compactions: what it had acknowledged is there, the change that it was at is there as a whole
 * or not at all, and the index verifies. {@code -Danchorage.kills=50} kills more often.
 */
class KilledWriterIT {

  private static final int KILLS = Integer.getInteger("anchorage.kills", 5);

  /** Up to which a kill waits after a change has begun; a compaction takes some 50 ms. */
  private static final int MOST_MICROSECONDS = 60_000;

  private static final Configuration HADOOP = new Configuration();

  @TempDir Path directory;

  @Test
  void whatWasAcknowledgedIsThere() throws Exception {
    org.apache.hadoop.fs.Path index = SampleLog.index(directory);
    Map<String, float[]> expected = found(index);
    SplittableRandom random = new Seed(Integer.getInteger("anchorage.seed", 1)).generator();
    long next = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      Progress last =
          killed(index, next, next + random.nextInt(9), random.nextInt(MOST_MICROSECONDS));
      for (; next <= last.done(); next++) {
        ScriptedChanges.apply(next, expected);
      }
      Map<String, float[]> with = new TreeMap<>(expected);
      if (last.begun() > last.done()) {
        ScriptedChanges.apply(last.begun(), with);
      }
      Map<String, float[]> found = found(index);
      assertThat(same(found, expected) || same(found, with))
          .as("kill %d, at %s: found %s", kill, last, found.keySet())
          .isTrue();
      assertThat(new Verification(index, HADOOP).run().problems()).as("kill " + kill).isEmpty();
      expected = found;
      next = last.begun() + 1;
    }
    assertThat(next).as("changes that had begun").isPositive();
  }

  /** How far a process had come when it was killed. */
  private record Progress(long begun, long done) {}

  private static Progress killed(
      org.apache.hadoop.fs.Path index, long first, long at, int microseconds) throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                ScriptedChanges.class.getName(),
                index.toString(),
                Long.toString(first))
            .redirectErrorStream(true)
            .start();
    StringBuilder told = new StringBuilder();
    // If somebody else kills it before it has begun, that is a point like any other.
    long begun = first - 1;
    long done = first - 1;
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
        told.append(line).append('\n');
        if (line.startsWith(ScriptedChanges.DONE)) {
          done = Long.parseLong(line.substring(ScriptedChanges.DONE.length()));
        } else if (line.startsWith(ScriptedChanges.BEGIN)) {
          begun = Long.parseLong(line.substring(ScriptedChanges.BEGIN.length()));
          if (begun == at) {
            LockSupport.parkNanos(1000L * microseconds);
            // Process.destroyForcibly would also close what is left to be read.
            boolean unused = process.toHandle().destroyForcibly();
          }
        }
      }
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.waitFor()).as(told.toString()).isEqualTo(137);
    assertThat(done).isGreaterThanOrEqualTo(begun - 1);
    return new Progress(begun, done);
  }

  private static Map<String, float[]> found(org.apache.hadoop.fs.Path location) throws IOException {
    Map<String, float[]> found = new TreeMap<>();
    try (IndexWriter writer = IndexWriter.open(location, HADOOP);
        Index index = Index.open(location, HADOOP, 1)) {
      List<String> ids = writer.ids(ItemFilter.ALL);
      assertThat(ids).doesNotHaveDuplicates().hasSize((int) index.count());
      ids.forEach(id -> found.put(id, index.vector(id).orElseThrow()));
    }
    return found;
  }

  private static boolean same(Map<String, float[]> one, Map<String, float[]> other) {
    return one.keySet().equals(other.keySet())
        && one.keySet().stream().allMatch(id -> Arrays.equals(one.get(id), other.get(id)));
  }
}
