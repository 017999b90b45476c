/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestClusterAgreement {

  @Test
  void namesDoNotMatter() {
    ClusterAgreement agreement =
        ClusterAgreement.of(new int[] {0, 0, 1, 1, 2}, new int[] {9, 9, -4, -4, 7});
    assertThat(agreement.nmi()).isCloseTo(1, within(1e-12));
    assertThat(agreement.ami()).isCloseTo(1, within(1e-12));
    assertThat(agreement.classes()).isEqualTo(3);
    assertThat(agreement.clusters()).isEqualTo(3);
  }

  @Test
  void allAloneOnBothSidesIsPerfect() {
    int[] alone = IntStream.range(0, 12).toArray();
    assertThat(ClusterAgreement.of(alone, alone).ami()).isEqualTo(1);
  }

  /** The definition: the mean over permutations of one labeling, here over all 120. */
  @Test
  void expectedInformationIsTheMeanOverPermutations() {
    int[] labels = {0, 0, 0, 1, 1};
    int[] clusters = {0, 0, 1, 1, 2};
    double sum = 0;
    int count = 0;
    for (int[] order : permutations(new int[] {0, 1, 2, 3, 4}, 0)) {
      int[] permuted = Arrays.stream(order).map(i -> clusters[i]).toArray();
      sum += information(labels, permuted);
      count++;
    }
    assertThat(count).isEqualTo(120);
    assertThat(ExpectedInformation.of(new int[] {2, 3}, new int[] {1, 2, 2}, 5))
        .isCloseTo(sum / count, within(1e-12));
  }

  @Test
  void chanceScoresAboutZeroAdjustedButNotUnadjusted() {
    int[] labels = new Seed(1).generator().ints(2000, 0, 100).toArray();
    int[] clusters = new Seed(2).generator().ints(2000, 0, 100).toArray();
    ClusterAgreement agreement = ClusterAgreement.of(labels, clusters);
    assertThat(agreement.ami()).isCloseTo(0, within(0.02));
    assertThat(agreement.nmi()).isGreaterThan(0.3);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    assertThatThrownBy(() -> ClusterAgreement.of(new int[2], new int[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("2 labels and 3 clusters cannot be compared");
    assertThatThrownBy(() -> ClusterAgreement.of(new int[0], new int[0]))
        .hasMessageStartingWith("0 labels and 0 clusters cannot be compared");
  }

  private static double information(int[] labels, int[] clusters) {
    double sum = 0;
    int n = labels.length;
    for (int label = 0; label < n; label++) {
      for (int cluster = 0; cluster < n; cluster++) {
        double a = 0;
        double b = 0;
        double both = 0;
        for (int i = 0; i < n; i++) {
          a += labels[i] == label ? 1 : 0;
          b += clusters[i] == cluster ? 1 : 0;
          both += labels[i] == label && clusters[i] == cluster ? 1 : 0;
        }
        sum += both == 0 ? 0 : both / n * Math.log(n * both / (a * b));
      }
    }
    return sum;
  }

  private static List<int[]> permutations(int[] values, int from) {
    if (from == values.length) {
      return List.of(values.clone());
    }
    List<int[]> all = new ArrayList<>();
    for (int i = from; i < values.length; i++) {
      int[] swapped = values.clone();
      swapped[from] = values[i];
      swapped[i] = values[from];
      all.addAll(permutations(swapped, from + 1));
    }
    return all;
  }
}
