/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.seed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TestSeed {

  /** Every recorded run depends on these: a change of them changes all results. */
  @Test
  void knownValues() {
    Seed root = new Seed(1);
    assertThat(root.derive("plan").value()).isEqualTo(2806085011826755941L);
    assertThat(root.derive(7).value()).isEqualTo(-8349487168993744995L);
    assertThat(root.derive("plan").derive(0).generator().nextLong())
        .isEqualTo(8117771739978137714L);
    int[] values = {0, 1, 2, 3, 4, 5, 6, 7};
    root.shuffle(values);
    assertThat(values).containsExactly(4, 7, 6, 3, 2, 1, 0, 5);
  }

  @Test
  void consumersAreIndependent() {
    Seed root = new Seed(1);
    Set<Long> values = new HashSet<>();
    for (int i = -500; i < 500; i++) {
      values.add(root.derive(i).value());
      values.add(root.derive("name-" + i).value());
      values.add(root.derive(i).derive(0).value());
      values.add(root.derive(0).derive(i).derive(1).value());
      values.add(new Seed(i).derive("plan").value());
    }
    assertThat(values).hasSize(5000);
    assertThat(root.derive(1).derive(2)).isNotEqualTo(root.derive(2).derive(1));
    assertThat(root.derive("ab").derive("c")).isNotEqualTo(root.derive("a").derive("bc"));
  }

  @Test
  void neighbouringNumbersDrawUnrelatedValues() {
    double sum = 0;
    double products = 0;
    int draws = 20_000;
    for (int i = 0; i < draws; i++) {
      double x = new Seed(1).derive(i).generator().nextDouble() - 0.5;
      double y = new Seed(1).derive(i + 1).generator().nextDouble() - 0.5;
      sum += x;
      products += x * y;
    }
    // four standard errors of a mean of 20,000 uniform draws
    assertThat(Math.abs(sum / draws)).isLessThan(4 * Math.sqrt(1.0 / 12 / draws));
    assertThat(Math.abs(products / draws)).isLessThan(4.0 / 12 / Math.sqrt(draws));
  }

  @Test
  void everyGeneratorStartsAgain() {
    Seed seed = new Seed(5).derive("again");
    assertThat(seed.generator().nextLong()).isEqualTo(seed.generator().nextLong());
  }

  @Test
  void shuffleReachesEveryOrderEqually() {
    int[] counts = new int[27];
    for (int i = 0; i < 6000; i++) {
      int[] values = {0, 1, 2};
      new Seed(i).shuffle(values);
      counts[values[0] * 9 + values[1] * 3 + values[2]]++;
    }
    int[] orders = Arrays.stream(counts).filter(count -> count > 0).toArray();
    assertThat(orders).hasSize(6);
    assertThat(IntStream.of(orders)).allSatisfy(count -> assertThat(count).isBetween(850, 1150));
  }
}
