/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.anchorage.core.config.value.ConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestTemporaryDirectory {

  @TempDir Path directory;

  @Test
  void aFullOneIsNamed() {
    TemporaryDirectory temporary = new TemporaryDirectory(directory);
    assertThatThrownBy(() -> temporary.requireRoom(path -> 3L << 20))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use java.io.tmpdir = "
                + directory
                + ": it has 3 MB free, and libraries unpack themselves there; 64 MB are needed."
                + " Free space, or set TMPDIR to another directory");
    assertThatCode(() -> temporary.requireRoom(path -> 64L << 20)).doesNotThrowAnyException();
  }

  @Test
  void aMissingOneIsNamed() {
    Path gone = directory.resolve("gone");
    assertThatThrownBy(() -> new TemporaryDirectory(gone).requireRoom(path -> 1L << 40))
        .hasMessageContaining("java.io.tmpdir = " + gone + ": there is no such directory");
  }
}
