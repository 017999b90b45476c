/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.lists;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestListSplit {

  private static final Vectors BASE = Drawn.vectors(900, 11, 20, 1);

  private static InvertedLists lists(Vectors base, Coding coding) {
    return new ListSplit(30, coding, new Seed(2)).divide(base);
  }

  private static Vectors stored(InvertedLists lists) {
    return lists.vectors(IntStream.range(0, lists.count()).toArray());
  }

  @Test
  void everyVectorIsInTheListOfItsNearestCentroid() {
    InvertedLists lists = lists(BASE, Coding.FLOAT);
    assertThat(lists.count()).isEqualTo(900);
    assertThat(lists.dim()).isEqualTo(11);
    // Centroids are the means of what was assigned, so a vector on a border may be nearer to
    // another.
    int[] nearest = lists.order(BASE, 1).indices();
    int[] own = lists.listsOfRows();
    assertThat(IntStream.range(0, 900).filter(row -> nearest[row] == own[row]).count())
        .isGreaterThan(800);
  }

  @Test
  void halvesAreNear() {
    float[] halves = stored(lists(BASE, Coding.HALF)).values();
    for (int i = 0; i < halves.length; i++) {
      float value = BASE.values()[i];
      assertThat(halves[i]).isCloseTo(value, within(Math.abs(value) * 0x1p-11f + 0x1p-25f));
    }
  }

  @Test
  void bytesAreOffByHalfAStepOfTheirList() {
    InvertedLists lists = lists(BASE, Coding.INT8);
    int[] own = lists.listsOfRows();
    float[] bytes = stored(lists).values();
    for (int i = 0; i < bytes.length; i++) {
      float[] together = inDimension(own, own[i / 11], i % 11);
      float range = together[together.length - 1] - together[0];
      assertThat(bytes[i]).isCloseTo(BASE.values()[i], within(range / 255 * 0.501f));
      assertThat(bytes[i]).isBetween(together[0], together[0] + range * 1.00001f);
    }
  }

  private static float[] inDimension(int[] own, int list, int d) {
    int[] rows = IntStream.range(0, own.length).filter(row -> own[row] == list).toArray();
    float[] values = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      values[i] = BASE.values()[rows[i] * 11 + d];
    }
    Arrays.sort(values);
    return values;
  }

  @Test
  void neitherPiecesNorSegmentsChangeAnything() {
    for (Coding coding : Coding.values()) {
      InvertedLists whole = lists(BASE, coding);
      InvertedLists small = new ListSplit(30, coding, new Seed(2)).divide(BASE, 3000);
      assertThat(small.payload().segments().buffers().length).isGreaterThan(1);
      assertThat(stored(small).values()).isEqualTo(stored(whole).values());
      assertThat(small.search(3).search(BASE, 5).indices())
          .isEqualTo(whole.search(3).search(BASE, 5).indices());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void fewVectorsMakeFewLists(int count) {
    InvertedLists lists = lists(Drawn.vectors(count, 3, 5, 4), Coding.FLOAT);
    assertThat(lists.lists()).isBetween(1, count);
    assertThat(lists.search(1).nearest(new float[3], 9).indices()[count - 1]).isNotNegative();
  }

  @Test
  void listsAreTwiceTheSquareRoot() {
    assertThat(ListSplit.lists(1)).isEqualTo(2);
    assertThat(ListSplit.lists(200_000)).isEqualTo(894);
  }

  @Test
  void refusesWhatCannotBeDivided() {
    refused(() -> new ListSplit(0, Coding.FLOAT, new Seed(1)), "into 0 lists; ask for at least 1");
    refused(() -> lists(new Vectors(3, new float[0]), Coding.FLOAT), "There are no vectors");
    Vectors wrong = new Vectors(1, new float[] {1, Float.POSITIVE_INFINITY});
    refused(() -> lists(wrong, Coding.FLOAT), "Vector 1 is not finite");
    Vectors large = new Vectors(1, new float[] {1, 65_520});
    refused(() -> lists(large, Coding.HALF), "the number 65520.0, and halves end at 65504");
  }

  private static void refused(Runnable wrong, String message) {
    assertThatThrownBy(wrong::run)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
