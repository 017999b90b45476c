/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tsne;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestTSne {

  private static final Vectors GROUPS = PlainTSne.groups(4, 40, 10, 0.5);

  @Test
  void everyPointHasThePerplexityThatIsAskedFor() {
    Affinities affinities = Affinities.of(PlainTSne.near(GROUPS, 90), 30);
    for (int i = 0; i < affinities.points(); i++) {
      double entropy = 0;
      double sum = 0;
      for (int at = i * 90; at < (i + 1) * 90; at++) {
        double p = affinities.weights()[at];
        sum += p;
        entropy -= p == 0 ? 0 : p * Math.log(p);
      }
      assertThat(sum).isCloseTo(1, within(1e-12));
      assertThat(Math.exp(entropy)).isCloseTo(30, within(1e-3));
    }
  }

  @Test
  void aNearerNeighbourCountsMore() {
    Affinities affinities =
        Affinities.of(
            new Neighbours(3, new int[] {1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2}, squares()), 1);
    // Of three neighbours at 1, 4 and 9, a perplexity of one counts the first alone.
    assertThat(affinities.weights()[0]).isGreaterThan(0.999);
    // Equal distances count the same, whatever the perplexity.
    assertThat(affinities.weights()[3]).isCloseTo(1 / 3.0, within(1e-12));
  }

  private static float[] squares() {
    return new float[] {1, 4, 9, 2, 2, 2, 0, 0, 0, 1, 4, 9};
  }

  @Test
  void theGradientIsThatOfTheCost() {
    Affinities affinities = Affinities.of(PlainTSne.near(GROUPS, 30), 10);
    double[][] joint = PlainTSne.joint(affinities);
    int points = affinities.points();
    SplittableRandom random = new Seed(2).generator();
    float[] x = new float[points];
    float[] y = new float[points];
    for (int i = 0; i < points; i++) {
      x[i] = (float) random.nextDouble(-3, 3);
      y[i] = (float) random.nextDouble(-3, 3);
    }
    double[] gradientX = new double[points];
    double[] gradientY = new double[points];
    for (double exaggeration : new double[] {1, 12}) {
      new Forces(affinities).gradient(x, y, exaggeration, gradientX, gradientY);
      for (int i = 0; i < points; i += 7) {
        assertThat(gradientX[i])
            .isCloseTo(slope(joint, exaggeration, x, y, i, 0), within(1e-6 * exaggeration));
        assertThat(gradientY[i])
            .isCloseTo(slope(joint, exaggeration, x, y, i, 1), within(1e-6 * exaggeration));
      }
    }
  }

  /** Returns the slope of the cost by a finite difference. */
  private static double slope(
      double[][] joint, double exaggeration, float[] x, float[] y, int point, int coordinate) {
    double[] cost = new double[2];
    for (int side = 0; side < 2; side++) {
      double[] wideX = wide(x);
      double[] wideY = wide(y);
      (coordinate == 0 ? wideX : wideY)[point] += side == 0 ? -1e-4 : 1e-4;
      cost[side] = PlainTSne.cost(joint, exaggeration, wideX, wideY);
    }
    return (cost[1] - cost[0]) / 2e-4;
  }

  private static double[] wide(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < wide.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }

  @Test
  void groupsStayTogether() {
    Vectors placed =
        TSne.layout(PlainTSne.near(GROUPS, 90), 30, PlainTSne.firstTwo(GROUPS), done -> {});
    Neighbours near = PlainTSne.near(placed, 1);
    int same = 0;
    for (int i = 0; i < placed.count(); i++) {
      same += near.indices()[i] % 4 == i % 4 ? 1 : 0;
    }
    assertThat(same).isGreaterThanOrEqualTo(158);
    // The far sides of two groups are farther apart than the near sides of one.
    assertThat(between(placed, true)).isLessThan(between(placed, false) / 3);
  }

  private static double between(Vectors placed, boolean sameGroup) {
    double sum = 0;
    int count = 0;
    for (int i = 0; i < placed.count(); i++) {
      for (int j = 0; j < i; j++) {
        if ((i % 4 == j % 4) == sameGroup) {
          sum += Math.sqrt(placed.squaredDistance(i, placed, j));
          count++;
        }
      }
    }
    return sum / count;
  }

  @Test
  void equalInputGivesEqualBitsAndEveryIterationIsTold() {
    List<Long> told = new ArrayList<>();
    Neighbours near = PlainTSne.near(GROUPS, 30);
    Vectors start = PlainTSne.firstTwo(GROUPS);
    Vectors one = TSne.layout(near, 10, start, told::add);
    Vectors other = TSne.layout(near, 10, start, done -> {});
    assertThat(one.values()).containsExactly(other.values());
    assertThat(told).hasSize(TSne.ITERATIONS).endsWith((long) TSne.ITERATIONS);
  }

  @Test
  void fewPointsAndDuplicatesArePlaced() {
    for (int points = 2; points < 8; points++) {
      Vectors few = PlainTSne.groups(1, points, 3, 1);
      int k = points - 1;
      Vectors placed = TSne.layout(PlainTSne.near(few, k), 30, PlainTSne.firstTwo(few), done -> {});
      assertThat(placed.values()).doesNotContain(Float.NaN, Float.POSITIVE_INFINITY);
    }
    Vectors same = new Vectors(3, new float[30]);
    Vectors placed = TSne.layout(PlainTSne.near(same, 9), 30, PlainTSne.firstTwo(same), done -> {});
    assertThat(placed.values()).containsOnly(0);
  }

  @Test
  void wrongInputIsRefused() {
    Neighbours near = PlainTSne.near(GROUPS, 30);
    assertThatThrownBy(() -> TSne.layout(near, 10, new Vectors(2, new float[4]), done -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 starts of 2 numbers do not place 160 points in the plane; pass two numbers for each");
    assertThatThrownBy(() -> Affinities.of(near, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A perplexity of 0.5 is no number of neighbours; pass at least 1");
    Neighbours few = new Neighbours(1, new int[] {1, -1}, new float[] {1, Float.POSITIVE_INFINITY});
    assertThatThrownBy(() -> Affinities.of(few, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Point 1 has fewer than 1 neighbours; ask for less than all points");
  }
}
