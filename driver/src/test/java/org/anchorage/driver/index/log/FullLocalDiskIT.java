/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.index.NewItem;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A local disk that has no room for a batch: the system lets a process write no larger file. */
class FullLocalDiskIT {

  private static final int KIBIBYTES = 256;

  @TempDir Path directory;

  @Test
  void nothingIsLostIfABatchHasNoRoom() throws Exception {
    org.apache.hadoop.fs.Path index = SampleLog.index(directory);
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f " + KIBIBYTES + " && exec \"$@\"",
                "bash",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                FullLocalDiskIT.class.getName(),
                index.toString())
            .redirectErrorStream(true)
            .start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    assertThat(told)
        .contains(
            "refused: Cannot add to the index at",
            "File too large. Nothing of this batch was written; all before it is there");
    Configuration hadoop = new Configuration();
    Verification.Result result = new Verification(index, hadoop).run();
    assertThat(result.problems()).isEmpty();
    assertThat(result.batches()).isEqualTo(2);
    assertThat(result.items()).isEqualTo(58);
    assertThat(directory.resolve("index/log").toFile().list()).hasSize(2);
  }

  /** In the process that has little room: adds a little, then too much, then a little. */
  public static void main(String[] words) {
    org.apache.hadoop.fs.Path index = new org.apache.hadoop.fs.Path(words[0]);
    try (IndexWriter writer = IndexWriter.open(index, new Configuration())) {
      writer.add(LogSamples.items(0, 5));
      NewItem small = LogSamples.item(100);
      try {
        writer.add(
            List.of(
                LogSamples.item(99),
                new NewItem(small.item(), small.vector(), new byte[2 * 1024 * KIBIBYTES])));
      } catch (ArtifactException e) {
        System.out.println("refused: " + e.getMessage());
      }
      writer.add(LogSamples.items(5, 8));
    }
  }
}
