/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestFrequentValues {

  @Test
  void valuesOfAllPartsAddUp() {
    Map<String, Long> found =
        FrequentValues.of(
            List.of(
                ValueRun.of(Map.of("red", 3L, "blue", 2L, "\u00e9", 1L)),
                ValueRun.of(Map.of()),
                ValueRun.of(Map.of("blue", 2L, "green", 3L, "a", 1L))),
            3);
    assertThat(found.toString()).isEqualTo("{blue=4, green=3, red=3}");
    assertThat(FrequentValues.of(List.of(), 3)).isEmpty();
  }

  /** A value that is among the most frequent of no part may be so of all. */
  @Test
  void aValueThatIsSecondEverywhereCanBeTheFirst() {
    assertThat(
            FrequentValues.of(
                List.of(
                    ValueRun.of(Map.of("x", 5L, "second", 4L)),
                    ValueRun.of(Map.of("y", 5L, "second", 4L))),
                1))
        .isEqualTo(Map.of("second", 8L));
  }

  /** An attribute that is another one for each item: hardly any of its values is read. */
  @Test
  void ofManyValuesOnlyTheFrequentOnesAreRead() {
    Many many = new Many();
    assertThat(FrequentValues.of(List.of(many), 3).toString())
        .isEqualTo("{500000=9, 0000000=1, 0000001=1}");
    assertThat(many.read).isEqualTo(4);
  }

  private static final class Many implements ValueRun {

    private int at = -1;
    private int read;

    @Override
    public boolean next() {
      return ++at < 1_000_000;
    }

    @Override
    public long count() {
      return at == 500_000 ? 9 : 1;
    }

    @Override
    public byte[] value() {
      read++;
      String text = at == 500_000 ? "500000" : "%07d".formatted(at);
      return text.getBytes(StandardCharsets.UTF_8);
    }
  }
}
