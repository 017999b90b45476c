/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.anchorage.driver.serve.http.SlowConnections.Pace;
import org.junit.jupiter.api.Test;

/** How long a head and an answer may take, whatever the clock does meanwhile. */
class TestSlowConnections {

  private static final long MOST = 100;

  private final Pace pace = new Pace();

  private boolean isLate(long now, long bytesIn) {
    return pace.isLate(now, bytesIn, MOST);
  }

  @Test
  void aHeadThatDripsIsLate() {
    assertThat(isLate(0, 0)).isFalse();
    assertThat(isLate(500, 0)).isFalse();
    assertThat(isLate(510, 1)).isFalse();
    assertThat(isLate(600, 2)).isFalse();
    assertThat(isLate(611, 3)).isTrue();
  }

  @Test
  void anAskerThatIsKeptIsNotLateBetweenRequests() {
    pace.begun();
    assertThat(isLate(1000, 20)).isFalse();
    pace.writing(1000);
    assertThat(isLate(1100, 20)).isFalse();
    pace.ended(20);
    assertThat(isLate(5000, 20)).isFalse();
    assertThat(isLate(6000, 20)).isFalse();
    // The head of the second request drips.
    assertThat(isLate(7000, 21)).isFalse();
    assertThat(isLate(7101, 22)).isTrue();
    pace.begun();
    assertThat(isLate(7102, 30)).isFalse();
  }

  @Test
  void anAnswerThatIsTakenSlowlyIsLate() {
    pace.begun();
    assertThat(isLate(10_000, 20)).isFalse();
    pace.writing(10_000);
    assertThat(isLate(10_100, 20)).isFalse();
    assertThat(isLate(10_101, 20)).isTrue();
  }
}
