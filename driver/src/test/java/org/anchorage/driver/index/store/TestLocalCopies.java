/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TestLocalCopies {

  /** A process that was killed leaves its copies; the next one has no use for them. */
  @Test
  void copiesOfAProcessThatHasEndedAreRemoved() throws IOException, InterruptedException {
    Process ended = new ProcessBuilder("true").start();
    assertThat(ended.waitFor()).isZero();
    Path own = LocalCopies.make();
    String name = own.getFileName().toString();
    String self = Long.toString(ProcessHandle.current().pid());
    Path abandoned = own.resolveSibling(name.replace("-" + self + "-", "-" + ended.pid() + "-"));
    Path elsewhere =
        own.resolveSibling("anchorage-index-" + ended.pid() + "-othernamespace-" + self);
    try {
      Files.createDirectories(abandoned.resolve("items"));
      Files.writeString(abandoned.resolve("items/a"), "a");
      Files.createDirectories(elsewhere);

      Path other = LocalCopies.make();

      assertThat(abandoned).doesNotExist();
      assertThat(own).exists();
      assertThat(elsewhere).as("of a container that may be running").exists();
      LocalCopies.delete(other);
    } finally {
      LocalCopies.delete(own);
      LocalCopies.delete(elsewhere);
    }
  }
}
