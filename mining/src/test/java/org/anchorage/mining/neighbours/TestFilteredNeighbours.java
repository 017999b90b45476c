/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.neighbours;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestFilteredNeighbours {

  @Test
  void agreesWithAFullSortOfTheOtherClasses() {
    for (int classes : new int[] {1, 2, 5, 300}) {
      check(clustered(300, 6, classes), labels(300, classes));
    }
  }

  @Test
  void duplicatesOfOtherClassesTieByIndex() {
    int[] labels = labels(400, 7);
    check(new Vectors(3, new float[400 * 3]), labels);
    Vectors few = clustered(400, 5, 4);
    SplittableRandom random = new Seed(3).generator();
    float[] values = new float[400 * 5];
    for (int row = 0; row < 400; row++) {
      System.arraycopy(few.values(), random.nextInt(9) * 5, values, row * 5, 5);
    }
    check(new Vectors(5, values), labels);
  }

  /** Both kinds at once, in blocks of any shape, against two full sorts. */
  private static void check(Vectors base, int[] labels) {
    Filter other = Filter.otherClasses(labels);
    int count = base.count();
    for (int[] blocks : new int[][] {{256, 1024}, {5, 24}}) {
      try (ExactNeighbours exact = new ExactNeighbours(base, blocks[0], blocks[1])) {
        for (int k : new int[] {1, 10, 150}) {
          List<Neighbours> found =
              exact.searchSelf(
                  7,
                  count - 7,
                  List.of(
                      new Wanted.Admitted(k, other),
                      new Wanted.Listed(k, query -> ofClass(labels, labels[query]))));
          same(found.get(0), SlowNeighbours.within(base, 7, count - 7, k, other));
          same(
              found.get(1),
              SlowNeighbours.within(
                  base, 7, count - 7, k, (query, i) -> labels[query] == labels[i]));
        }
      }
    }
  }

  private static int[] ofClass(int[] labels, int label) {
    return IntStream.range(0, labels.length).filter(i -> labels[i] == label).toArray();
  }

  private static void same(Neighbours actual, Neighbours expected) {
    assertThat(actual.indices()).isEqualTo(expected.indices());
    assertThat(actual.squaredDistances()).isEqualTo(expected.squaredDistances());
  }

  private static int[] labels(int count, int classes) {
    return IntStream.range(0, count).map(row -> row % classes).toArray();
  }

  /** Vectors around the centre of their class, so that it hides all others. */
  private static Vectors clustered(int count, int dim, int classes) {
    SplittableRandom random = new Seed(classes).generator();
    float[] values = new float[count * dim];
    for (int i = 0; i < values.length; i++) {
      values[i] =
          (float) (Math.sin(1 + i / dim % classes * (i % dim + 1)) + 0.1 * random.nextDouble());
    }
    return new Vectors(dim, values);
  }
}
