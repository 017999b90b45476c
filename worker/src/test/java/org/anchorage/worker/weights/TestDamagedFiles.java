/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any damage ends in a refusal, or in tensors of the claimed sizes; never in another exception. */
@Timeout(120)
final class TestDamagedFiles {

  private static final int TRIES = 300;

  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("damaged"), bytes);
  }

  private void readOrRefused(byte[] bytes, String what) throws IOException {
    try (TensorFile open = TensorFile.open(file(bytes))) {
      for (TensorEntry entry : open.tensors()) {
        if (entry.type().isWeight()) {
          assertThat(open.read(entry)).hasSize((int) entry.elements());
        }
      }
    } catch (WeightFileException e) {
      assertThat(e).hasMessageStartingWith("The weight file ");
    } catch (RuntimeException | Error e) {
      throw new AssertionError(what, e);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain.safetensors",
        "zip.pth",
        "legacy.pth",
        "views-legacy.pth",
        "wrapped-legacy.pth",
        "untyped.pth",
        "keras-earliest.h5",
        "keras-latest.h5",
        "keras-model.h5",
        "keras-3-earliest.weights.h5",
        "keras-3-latest.weights.h5"
      })
  void aChangedByteIsFoundOrHarmless(String name) throws IOException {
    byte[] whole = Fixture.bytes(name);
    Random random = new Random(17);
    for (int i = 0; i < TRIES; i++) {
      byte[] changed = whole.clone();
      int at = random.nextInt(i % 2 == 0 ? Math.min(whole.length, 1000) : whole.length);
      changed[at] = (byte) random.nextInt(256);
      readOrRefused(changed, name + " with " + changed[at] + " at " + at);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"zip.pth", "views.pth", "half.pth"})
  void anArchiveIsRightOrRefused(String name) throws IOException {
    byte[] whole = Fixture.bytes(name);
    Map<String, float[]> right = Fixture.read(Fixture.path(name));
    Random random = new Random(18);
    for (int i = 0; i < TRIES; i++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(whole.length)] ^= (byte) (1 << random.nextInt(8));
      try {
        Map<String, float[]> read = Fixture.read(file(changed));
        right.forEach((n, v) -> assertThat(Arrays.equals(read.get(n), v)).as(n).isTrue());
      } catch (WeightFileException e) {
        assertThat(e).hasMessageStartingWith("The weight file ");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain.safetensors", "zip.pth", "legacy.pth", "keras-earliest.h5"})
  void randomBytesAreRefused(String name) throws IOException {
    Random random = new Random(19);
    byte[] whole = Fixture.bytes(name);
    for (int i = 0; i < TRIES; i++) {
      byte[] bytes = new byte[1 + random.nextInt(400)];
      random.nextBytes(bytes);
      int kept = random.nextInt(Math.min(bytes.length, 64) + 1);
      System.arraycopy(whole, 0, bytes, 0, kept);
      readOrRefused(bytes, name + ", try " + i);
    }
  }
}
