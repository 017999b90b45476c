/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.BatchSettings.SmallClasses;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.junit.jupiter.api.Test;

class TestClassNumbers {

  /** Classes 0 to 3 with 4, 1, 2 and 3 training images, and two of other splits among them. */
  private static Catalogue catalogue() {
    List<Item> items = new ArrayList<>(Corpora.items(4, 1, 2, 3));
    items.add(Corpora.item("a/0", "a", Split.TEST));
    items.add(Corpora.item("c000001-held/0", "c000001-held", Split.VALIDATION));
    return Catalogue.of(items);
  }

  @Test
  void countClassesWithTrainingImagesOnly() {
    ClassNumbers numbers = ClassNumbers.of(catalogue(), Corpora.batch(2, 2, SmallClasses.REPEAT));

    assertThat(numbers.count()).isEqualTo(4);
    assertThat(numbersOf(numbers)).containsExactly(-1, 0, 1, -1, 2, 3);
  }

  @Test
  void leaveOutSmallClassesThatAreSkipped() {
    ClassNumbers numbers = ClassNumbers.of(catalogue(), Corpora.batch(2, 3, SmallClasses.SKIP));

    assertThat(numbers.count()).isEqualTo(2);
    assertThat(numbersOf(numbers)).containsExactly(-1, 0, -1, -1, -1, 1);
  }

  @Test
  void areNoneWithoutTrainingImages() {
    Catalogue tested = Catalogue.of(List.of(Corpora.item("a/0", "a", Split.TEST)));

    assertThat(ClassNumbers.of(tested, Corpora.batch(2, 2)).count()).isZero();
  }

  private static int[] numbersOf(ClassNumbers numbers) {
    int[] ofLabels = new int[6];
    for (int label = 0; label < 6; label++) {
      ofLabels[label] = numbers.ofLabel(label);
    }
    return ofLabels;
  }
}
