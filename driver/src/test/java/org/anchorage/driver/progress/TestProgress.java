/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class TestProgress {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream to = new PrintStream(bytes, true, UTF_8);
  private final HandClock clock = new HandClock();
  private final Progress.Factory lines = ProgressStyle.LINES.factory(to, clock);

  @Test
  void writesALineEveryFiveSecondsAndOneAtTheEnd() {
    try (Progress epoch = lines.start("epoch 3", 60_000, "images")) {
      for (int second = 1; second <= 11; second++) {
        clock.pass(Duration.ofSeconds(1));
        epoch.note("loss 0." + second + " active 45%");
        epoch.step(second * 1500L);
      }
      clock.pass(Duration.ofSeconds(9));
      epoch.step(60_000);
    }
    assertThat(shown())
        .containsExactly(
            "epoch 3: 7,500 of 60,000 images (12%), 1,500 images/s, 35 s left, loss 0.5 active 45%",
            "epoch 3: 15,000 of 60,000 images (25%), 1,500 images/s, 30 s left, loss 0.10 active 45%",
            "epoch 3: done, 60,000 images in 20 s, 3,000 images/s, loss 0.11 active 45%");
  }

  @Test
  void saysWhereItStopped() {
    Progress mine = lines.start("mine", 400, "images");
    clock.pass(Duration.ofSeconds(4));
    mine.step(10);
    mine.close();
    mine.close();
    mine.step(20);
    assertThat(shown())
        .containsExactly("mine: stopped at 10 of 400 images (2%) in 4 s, 2.5 images/s");
  }

  @Test
  void anUnknownTotalHasNoPercentageAndNoEnd() {
    try (Progress imports = lines.start("import", Progress.UNKNOWN, "images")) {
      clock.pass(Duration.ofSeconds(100));
      imports.step(2_000);
    }
    assertThat(shown())
        .containsExactly(
            "import: 2,000 images, 20 images/s",
            "import: done, 2,000 images in 1 min 40 s, 20 images/s");
  }

  @Test
  void nothingToDoIsNoDivisionByZero() {
    lines.start("embed", 0, "images").close();
    assertThat(shown()).containsExactly("embed: done, 0 images in 0 s");
  }

  @Test
  void aBarEndsWithWhatWasDoneAndTheNote() {
    try (Progress epoch = ProgressStyle.BARS.factory(to, clock).start("epoch 1", 100, "images")) {
      epoch.step(100);
      epoch.note("loss 0.5");
    }
    assertThat(bytes.toString(UTF_8)).contains("epoch 1").contains("100%");
  }

  private String[] shown() {
    return bytes.toString(UTF_8).lines().toArray(String[]::new);
  }

  private static final class HandClock extends Clock {
    private Instant now = Instant.EPOCH;

    void pass(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      throw new UnsupportedOperationException("The hand clock has one zone");
    }
  }
}
