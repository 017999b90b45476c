/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.cells;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;

/** Small corpora: classes of very different sizes around centres of their own. */
final class Corpora {

  static final int DIM = 6;

  /** Vectors by row, and their labels. Rows of a class are not neighbours. */
  record Labelled(Vectors vectors, int[] labels) {

    int[] rowsOf(int label) {
      return IntStream.range(0, labels.length).filter(row -> labels[row] == label).toArray();
    }

    List<ClassCells> split(ClassSplit split) {
      List<ClassCells> all = new ArrayList<>();
      for (int label : Arrays.stream(labels).distinct().toArray()) {
        int[] rows = rowsOf(label);
        all.add(split.split(label, vectors.rows(rows), rows));
      }
      return all;
    }
  }

  private Corpora() {}

  /** Class 3 has a third of the vectors, class 8 has one. */
  static Labelled of(int count, int classes, long seed) {
    SplittableRandom random = new Seed(seed).generator();
    float[] centres = new float[classes * DIM];
    for (int i = 0; i < centres.length; i++) {
      centres[i] = (float) random.nextGaussian();
    }
    int[] labels = new int[count];
    float[] values = new float[count * DIM];
    for (int row = 0; row < count; row++) {
      labels[row] = row == 0 ? 8 : row % 3 == 0 ? 3 : other(random.nextInt(classes));
      for (int i = 0; i < DIM; i++) {
        values[row * DIM + i] =
            centres[labels[row] * DIM + i] + (float) random.nextGaussian() * 0.4f;
      }
    }
    return new Labelled(new Vectors(DIM, values).normalised(), labels);
  }

  private static int other(int label) {
    return label == 8 ? 7 : label;
  }
}
