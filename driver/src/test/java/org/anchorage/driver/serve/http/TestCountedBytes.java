/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Memory of requests is counted, and all of it comes back. */
class TestCountedBytes {

  private static final long ALL = 1_000_000;

  private final SharedMemory shared = new SharedMemory(ALL);

  @Test
  void growsAndGivesBack() {
    CountedBytes bytes = new CountedBytes(shared, ALL);
    byte[] expected = new byte[100_000];
    for (int i = 0; i < expected.length; i += 1000) {
      expected[i] = (byte) (i / 1000);
      bytes.write(expected[i]);
      bytes.write(expected, i + 1, 999);
      assertThat(ALL - shared.free()).isBetween((long) bytes.size(), 8192 + 2L * bytes.size());
    }
    assertThat(bytes.whole()).isEqualTo(expected);
    assertThat(shared.free()).isEqualTo(ALL - expected.length);
    bytes.free();
    bytes.free();
    assertThat(shared.free()).isEqualTo(ALL);
  }

  @Test
  void refusesWhatIsTooLongAndWhatThereIsNoMemoryFor() {
    CountedBytes few = new CountedBytes(shared, 10);
    few.add(ByteBuffer.allocate(10));
    assertThatThrownBy(() -> few.write(1))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("The answer has more than 10 bytes; ask for fewer results");
    CountedBytes many = new CountedBytes(shared, 10 * ALL);
    many.add(ByteBuffer.allocate(400_000));
    assertThatThrownBy(() -> many.add(ByteBuffer.allocate(400_000)))
        .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.status()).isEqualTo(503))
        .hasMessage("Too many large requests are being answered; come back in a second");
    many.free();
    few.free();
    assertThat(shared.free()).isEqualTo(ALL);
  }

  /** The heap of tests has not these 2 GiB, so that the array is refused at once. */
  @Test
  void aShortHeapLosesNoMemory(@TempDir Path directory) throws IOException {
    SharedMemory endless = new SharedMemory(Long.MAX_VALUE / 2);
    CountedBytes bytes = new CountedBytes(endless, Long.MAX_VALUE);
    int length = Integer.MAX_VALUE - 8;
    try (FileChannel file =
        FileChannel.open(
            directory.resolve("sparse"),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      ByteBuffer huge = file.map(FileChannel.MapMode.READ_WRITE, 0, length);
      assertThatThrownBy(() -> bytes.add(huge))
          .isInstanceOfSatisfying(Refusal.class, e -> assertThat(e.status()).isEqualTo(503));
    }
    bytes.write(7);
    assertThat(bytes.whole()).containsExactly(7);
    bytes.free();
    assertThat(endless.free()).isEqualTo(Long.MAX_VALUE / 2);
  }

  @Test
  void aRequestGivesBackWhatItRead() {
    RequestMemory memory = new RequestMemory(shared, ALL);
    memory.take(700_000);
    memory.answer().write(1);
    assertThatThrownBy(() -> memory.take(300_000)).isInstanceOf(Refusal.class);
    memory.made();
    assertThat(shared.free()).isBetween(ALL - 10_000, ALL - 1);
    memory.end();
    memory.end();
    assertThat(shared.free()).isEqualTo(ALL);
  }
}
