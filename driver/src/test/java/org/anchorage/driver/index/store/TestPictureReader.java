/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestPictureReader {

  @TempDir Path directory;

  private Path written() throws Exception {
    Path file = directory.resolve("pictures.bin");
    try (PictureWriter writer = new PictureWriter(file)) {
      writer.add(new byte[] {1, 2, 3});
      writer.add(null);
      writer.add(new byte[] {4});
      writer.finish();
    }
    return file;
  }

  @Test
  void readsWhatWasWritten() throws Exception {
    try (PictureReader reader = new PictureReader(written(), 3)) {
      assertThat(reader.picture(0)).hasValue(new byte[] {1, 2, 3});
      assertThat(reader.picture(1)).isEmpty();
      assertThat(reader.picture(2)).hasValue(new byte[] {4});
    }
  }

  /** An interrupt closes a channel for all who read it. */
  @Test
  void anInterruptedReaderLeavesThePicturesOpen() throws Exception {
    try (PictureReader reader = new PictureReader(written(), 3)) {
      Thread.currentThread().interrupt();
      assertThat(reader.picture(0)).hasValue(new byte[] {1, 2, 3});
      assertThat(Thread.interrupted()).isTrue();
      assertThat(reader.picture(0)).hasValue(new byte[] {1, 2, 3});
    }
  }

  @Test
  void aDeletedFileStaysReadable() throws Exception {
    Path file = written();
    try (PictureReader reader = new PictureReader(file, 3)) {
      Files.delete(file);
      assertThat(reader.picture(2)).hasValue(new byte[] {4});
    }
  }

  @Test
  void refusesAnotherFile() throws Exception {
    assertThatThrownBy(() -> new PictureReader(written(), 2))
        .hasMessageContaining("are not those of 2 items; restore the file or index again");
  }
}
