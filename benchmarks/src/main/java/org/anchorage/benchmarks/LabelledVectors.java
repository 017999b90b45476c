/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.benchmarks;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;

/**
 * L2-normalised vectors of images, sorted by class.
 *
 * @param vectors as many as labels
 * @param labels ascending
 */
record LabelledVectors(Vectors vectors, int[] labels) {

  /** Dimensions that a drawn mixture really has; embeddings have few, too. */
  private static final int INTRINSIC = 24;

  /**
   * Draws a mixture: classes lie in families of ten, in {@link #INTRINSIC} dimensions that are
   * turned into {@code dim}. A class is as far from the middle of its family as an image from the
   * middle of its class, times two.
   */
  static LabelledVectors mixture(int count, int classes, int dim) {
    SplittableRandom random = new Seed(1).generator();
    float[] turn = gaussian(random, INTRINSIC * dim, 1);
    float[] families = gaussian(random, (classes / 10 + 1) * INTRINSIC, 1);
    float[] centres = gaussian(random, classes * INTRINSIC, 0.7);
    for (int i = 0; i < centres.length; i++) {
      centres[i] += families[i / INTRINSIC / 10 * INTRINSIC + i % INTRINSIC];
    }
    int[] labels = IntStream.range(0, count).map(i -> (int) ((long) i * classes / count)).toArray();
    float[] values = new float[Math.multiplyExact(count, dim)];
    float[] point = new float[INTRINSIC];
    for (int row = 0; row < count; row++) {
      for (int i = 0; i < INTRINSIC; i++) {
        point[i] = centres[labels[row] * INTRINSIC + i] + (float) random.nextGaussian() * 0.35f;
      }
      for (int i = 0; i < INTRINSIC; i++) {
        for (int j = 0; j < dim; j++) {
          values[row * dim + j] += point[i] * turn[i * dim + j];
        }
      }
    }
    return new LabelledVectors(new Vectors(dim, values).normalised(), labels);
  }

  private static float[] gaussian(SplittableRandom random, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * deviation);
    }
    return values;
  }

  /** Reads pixels and labels of gzipped IDX files. */
  static LabelledVectors idx(Path images, Path labels) throws IOException {
    byte[] pixels;
    byte[] classes;
    try (DataInputStream from = open(images)) {
      from.skipNBytes(16);
      pixels = from.readAllBytes();
    }
    try (DataInputStream from = open(labels)) {
      from.skipNBytes(8);
      classes = from.readAllBytes();
    }
    int dim = pixels.length / classes.length;
    int[] order =
        IntStream.range(0, classes.length)
            .boxed()
            .sorted((a, b) -> Integer.compare(classes[a], classes[b]))
            .mapToInt(Integer::intValue)
            .toArray();
    float[] values = new float[pixels.length];
    for (int row = 0; row < order.length; row++) {
      for (int i = 0; i < dim; i++) {
        values[row * dim + i] = pixels[order[row] * dim + i] & 0xff;
      }
    }
    return new LabelledVectors(
        new Vectors(dim, values).normalised(),
        IntStream.of(order).map(row -> classes[row]).toArray());
  }

  private static DataInputStream open(Path file) throws IOException {
    return new DataInputStream(new GZIPInputStream(Files.newInputStream(file)));
  }
}
