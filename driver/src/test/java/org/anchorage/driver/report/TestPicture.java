/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestPicture {

  private static final int DIM = 4;

  @Test
  void drawsAtMostTwelveClassesAndFortyOfEach() {
    int[] labels = IntStream.range(0, 20 * 50).map(i -> i % 20).toArray();
    Picture picture = Picture.of(vectors(labels.length), labels, l -> "c" + l, new Seed(1));
    assertThat(picture.classNames()).hasSize(12).doesNotHaveDuplicates();
    assertThat(picture.points()).hasSize(12 * 40);
    assertThat(picture.points().stream().filter(p -> p.classIndex() == 11)).hasSize(40);
  }

  @Test
  void theSeedDecides() {
    int[] labels = IntStream.range(0, 200).map(i -> i % 20).toArray();
    Vectors vectors = vectors(labels.length);
    Picture one = Picture.of(vectors, labels, l -> "c" + l, new Seed(1));
    assertThat(Picture.of(vectors, labels, l -> "c" + l, new Seed(1))).isEqualTo(one);
    assertThat(Picture.of(vectors, labels, l -> "c" + l, new Seed(2)).classNames())
        .isNotEqualTo(one.classNames());
  }

  @Test
  void aSingleVectorIsAPicture() {
    Picture picture = Picture.of(vectors(1), new int[] {7}, l -> "c" + l, new Seed(1));
    assertThat(picture.classNames()).containsExactly("c7");
    assertThat(picture.points()).containsExactly(new Picture.Point(0, 0, 0));
  }

  @Test
  void everyVectorNeedsALabel() {
    assertThatThrownBy(() -> Picture.of(vectors(3), new int[2], l -> "", new Seed(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 labels for 3 vectors; pass one for each");
  }

  private static Vectors vectors(int count) {
    SplittableRandom random = new Seed(9).generator();
    float[] values = new float[count * DIM];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    return new Vectors(DIM, values);
  }
}
