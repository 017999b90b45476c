/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TestCheckpointName {

  /** Runs that were begun under an Arabic locale have such names, and sort behind all others. */
  @Test
  void theOrderIsThatOfTheRounds() {
    List<String> inOrder =
        List.of(
            "round-00000001",
            "round-\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0662",
            "round-\u0660\u0660\u0660\u0660\u0660\u0660\u0660\u0662-epoch-\u0660\u0660\u0660\u0663",
            "round-00000004-epoch-0004",
            "round-00000010",
            "round-100000000");

    assertThat(
            Stream.of(
                    inOrder.get(4),
                    inOrder.get(2),
                    inOrder.get(5),
                    inOrder.get(0),
                    inOrder.get(1),
                    inOrder.get(3))
                .sorted(Comparator.comparing(CheckpointName::read)))
        .containsExactlyElementsOf(inOrder);
  }

  @Test
  void namesAreWrittenInTheDigitsOfAllLocales() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG"));
      assertThat(new CheckpointName(2, 3).written()).isEqualTo("round-00000002-epoch-0003");
      assertThat(new CheckpointName(12, 0).written()).isEqualTo("round-00000012");
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void othersAreNoCheckpoints() {
    for (String name :
        List.of(".round-1.tmp", "round-", "round-1-epoch-", "round-1a", "rounds-1")) {
      assertThat(CheckpointName.isOne(name)).as(name).isFalse();
    }
  }
}
