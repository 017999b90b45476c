/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;

class TestHomeFolder {

  @Test
  void aTildeThatTheShellLeftIsTheHome() {
    assertThat(
            new HomeFolder("/home/a")
                .expanded("--to=~/c", "run=~/r", "mine.table=~", "~/photos", "--from", "~"))
        .containsExactly(
            "--to=/home/a/c",
            "run=/home/a/r",
            "mine.table=/home/a",
            "/home/a/photos",
            "--from",
            "/home/a");
  }

  @Test
  void otherTildesAreLetters() {
    String[] words = {
      "a~/b", "--to=a~", "~other/c", "class=~x", "--where", "name!=~/x", "file:~/x"
    };

    assertThat(new HomeFolder("/home/a").expanded(words)).containsExactly(words);
  }

  @Test
  void whoHasNoHomeIsTold() {
    assertThatThrownBy(() -> new HomeFolder("").expanded("--to=~/c"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use --to = ~/c: ~ is the user's home, and this user has none; write the whole"
                + " path");
  }
}
