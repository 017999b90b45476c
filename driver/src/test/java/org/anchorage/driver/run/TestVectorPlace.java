/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.anchorage.driver.lease.LeaseException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestVectorPlace {

  private static final Duration LENGTH = Duration.ofMinutes(2);

  private final Configuration hadoop = new Configuration();

  @TempDir Path directory;

  private RunDirectory run() {
    return new RunDirectory(directory.resolve("run").toString(), hadoop);
  }

  private Path stage(String name) {
    return directory.resolve("run/vectors").resolve(name);
  }

  private static Path local(VectorPlace place) {
    return Path.of(place.directory().toUri().getPath());
  }

  @Test
  void aSecondApplicationIsRefused() {
    try (VectorPlace first = VectorPlace.take(run(), "mine", hadoop, LENGTH)) {
      assertThat(local(first)).isEqualTo(stage("mine"));
      first.require();
      assertThatThrownBy(() -> VectorPlace.take(run(), "mine", hadoop, LENGTH))
          .isInstanceOf(LeaseException.class)
          .hasMessageContaining("/run/vectors/mine is being written by process ")
          .hasMessageContaining("; wait for it or stop it, or choose another place");
    }
    assertThat(directory.resolve("run/vectors")).doesNotExist();
    VectorPlace.take(run(), "mine", hadoop, LENGTH).close();
  }

  @Test
  void whatIsFinishedStays() throws IOException {
    try (VectorPlace place = VectorPlace.take(run(), "mine", hadoop, LENGTH)) {
      Files.writeString(local(place).resolve("block"), "finished");
    }
    assertThat(stage("mine")).isDirectoryContaining("glob:**/block");
    assertThat(stage("mine/.lease")).doesNotExist();
    run().deleteVectors("mine");
    assertThat(directory.resolve("run/vectors")).doesNotExist();
  }

  @Test
  void twoMayUseAStageIfEachHasItsOwn() throws IOException {
    Path left = Files.createDirectories(stage("evaluate-of-a-killed-one"));
    Path other = Files.createDirectories(stage("mine-of-another-stage"));
    try (VectorPlace first = VectorPlace.takeAny(run(), "evaluate", hadoop, LENGTH)) {
      assertThat(local(first)).isEqualTo(stage("evaluate"));
      assertThat(left).doesNotExist();
      Path extra;
      try (VectorPlace second = VectorPlace.takeAny(run(), "evaluate", hadoop, LENGTH)) {
        extra = local(second);
        assertThat(extra.toString()).startsWith(stage("evaluate-").toString());
        Files.writeString(extra.resolve("block"), "its own");
        assertThat(extra).exists();
      }
      assertThat(extra).doesNotExist();
      assertThat(stage("evaluate")).exists();
    }
    assertThat(stage("evaluate")).doesNotExist();
    assertThat(other).exists();
  }

  /** The folder above belongs to the user. */
  @Test
  void aPlaceBesideAnArtifactLeavesTheFolderAbove() throws IOException {
    Path above = Files.createDirectories(directory.resolve("mine"));
    org.apache.hadoop.fs.Path place =
        new org.apache.hadoop.fs.Path(above.resolve(".index.vectors").toUri());
    VectorPlace.take(place, hadoop, LENGTH).close();
    assertThat(above).isEmptyDirectory();
  }

  @Test
  void whatEarlierTriesHaveLeftIsDeletedWhenTheWorkIsDone() throws IOException {
    Files.createDirectories(stage("mine/of another checkpoint"));
    try (VectorPlace place = VectorPlace.take(run(), "mine", hadoop, LENGTH)) {
      place.clear();
      assertThat(local(place)).doesNotExist();
    }
    assertThat(directory.resolve("run/vectors")).doesNotExist();
  }
}
