/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestClassMiner {

  /** Classes 2, 4, 7 and 9 lie at 0, 90, 30 and 50 degrees, whatever the vectors' lengths. */
  private static final Vectors VECTORS = circle(-10, 10, 90, 20, 40, 50);

  private static final int[] LABELS = {2, 2, 4, 7, 7, 9};

  @Test
  void listsTheMostSimilarClassesFirst() {
    ConfusableClasses mined = new ClassMiner(2).mine(CentroidSums.of(VECTORS, LABELS));
    assertThat(mined.labels()).containsExactly(2, 4, 7, 9);
    assertThat(mined.confusableWith(2)).containsExactly(7, 9);
    assertThat(mined.confusableWith(4)).containsExactly(9, 7);
    assertThat(mined.confusableWith(7)).containsExactly(9, 2);
    assertThat(mined.confusableWith(9)).containsExactly(7, 4);
    assertThat(mined.confusableWith(3)).isEmpty();
    assertThat(mined.similarities()[0])
        .isCloseTo((float) Math.cos(Math.toRadians(30)), within(1e-6f));
  }

  @Test
  void fewerClassesThanAskedForEndInMinusOne() {
    ConfusableClasses mined = new ClassMiner(5).mine(CentroidSums.of(VECTORS, LABELS));
    assertThat(Arrays.copyOf(mined.others(), 5)).containsExactly(7, 9, 4, -1, -1);
    assertThat(mined.similarities()[3]).isNaN();
    assertThat(mined.confusableWith(2)).containsExactly(7, 9, 4);
    ConfusableClasses alone = new ClassMiner(1).mine(CentroidSums.of(circle(5), new int[] {3}));
    assertThat(alone.confusableWith(3)).isEmpty();
  }

  @Test
  void aClassWithoutDirectionIsConfusedWithNone() {
    Vectors vectors = new Vectors(2, new float[] {1, 0, -2, 0, 1, 1, 0, 3});
    ConfusableClasses mined =
        new ClassMiner(2).mine(CentroidSums.of(vectors, new int[] {0, 0, 1, 2}));
    assertThat(mined.confusableWith(0)).isEmpty();
    assertThat(mined.similaritiesOf(0)).isEmpty();
    assertThat(mined.confusableWith(1)).containsExactly(2);
    assertThat(mined.similaritiesOf(1)).containsExactly(mined.similarities()[2]);
    assertThat(mined.similaritiesOf(9)).isEmpty();
  }

  @Test
  void partsAddUpToTheSameBitsInAnyOrder() {
    SplittableRandom random = new Seed(2).generator();
    float[] values = new float[90 * 5];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextDouble() - 0.5);
    }
    Vectors vectors = new Vectors(5, values);
    int[] labels = random.ints(90, 0, 8).toArray();
    CentroidSums whole = CentroidSums.of(vectors, labels);
    CentroidSums a = CentroidSums.of(vectors.slice(0, 13), Arrays.copyOfRange(labels, 0, 13));
    CentroidSums b = CentroidSums.of(vectors.slice(13, 60), Arrays.copyOfRange(labels, 13, 60));
    CentroidSums c = CentroidSums.of(vectors.slice(60, 90), Arrays.copyOfRange(labels, 60, 90));
    for (CentroidSums sum : new CentroidSums[] {a.plus(b).plus(c), c.plus(a.plus(b))}) {
      assertThat(sum.labels()).isEqualTo(whole.labels());
      assertThat(sum.counts()).isEqualTo(whole.counts());
      assertThat(sum.sums()).isEqualTo(whole.sums());
    }
  }

  @Test
  void refusesWhatHasNoCentroid() {
    assertThatThrownBy(() -> CentroidSums.of(VECTORS, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("6 vectors need as many labels, not 1");
    assertThatThrownBy(
            () -> CentroidSums.of(new Vectors(1, new float[] {1, Float.NaN}), new int[] {1, 1}))
        .hasMessageStartingWith("Vector 1 is not finite");
    CentroidSums two = CentroidSums.of(VECTORS, LABELS);
    CentroidSums one = CentroidSums.of(new Vectors(1, new float[] {1}), new int[] {1});
    assertThatThrownBy(() -> two.plus(one))
        .hasMessageStartingWith("Sums of vectors of 2 and of 1 floats do not add up");
    assertThatThrownBy(() -> new ClassMiner(0))
        .hasMessage("Cannot list 0 confusable classes for each; ask for at least 1");
  }

  private static Vectors circle(double... degrees) {
    float[] values = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      values[2 * i] = (float) ((i + 1) * Math.cos(Math.toRadians(degrees[i])));
      values[2 * i + 1] = (float) ((i + 1) * Math.sin(Math.toRadians(degrees[i])));
    }
    return new Vectors(2, values);
  }
}
