/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestClassSample {

  @Test
  void fewItemsAreTakenAsTheyAre() {
    assertThat(ClassSample.of(new int[] {5, 5, 2}, 3, new Seed(1))).containsExactly(0, 1, 2);
  }

  @Test
  void fewClassesGiveAnEqualPartEach() {
    int[] labels = IntStream.range(0, 10_000).map(i -> i % 10).toArray();
    int[] sample = ClassSample.of(labels, 1_000, new Seed(1));
    assertThat(sample).hasSize(1_000).isSorted().doesNotHaveDuplicates();
    for (int label = 0; label < 10; label++) {
      int one = label;
      assertThat(Arrays.stream(sample).filter(i -> labels[i] == one)).hasSize(100);
    }
  }

  @Test
  void ofManyClassesSomeStayWhole() {
    int[] labels = IntStream.range(0, 10_000).map(i -> i / 20).toArray();
    int[] sample = ClassSample.of(labels, 1_000, new Seed(1));
    assertThat(sample).hasSize(1_000);
    int[] classes = Arrays.stream(sample).map(i -> labels[i]).distinct().toArray();
    assertThat(classes).hasSize(50);
    assertThat(ClassSample.of(labels, 1_000, new Seed(1))).isEqualTo(sample);
    assertThat(ClassSample.of(labels, 1_000, new Seed(2))).isNotEqualTo(sample);
  }
}
