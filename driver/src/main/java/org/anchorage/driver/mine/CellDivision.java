/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.cells.ClassCells;
import org.anchorage.mining.cells.ClassSplit;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;

/**
 * Divides the classes of vectors into cells, as Spark jobs. A task divides a stretch of classes. If
 * the vectors do not lie class by class, they are written in that order first.
 */
final class CellDivision {

  /** Cells of fewer vectors are more work to choose than to search. */
  private static final int LEAST_CELL = 16;

  private static final int TASKS_A_CORE = 4;

  private final JavaSparkContext spark;
  private final Seed seed;

  /**
   * Prepares the division.
   *
   * @param seed of k-means in large classes
   */
  CellDivision(JavaSparkContext spark, Seed seed) {
    this.spark = spark;
    this.seed = seed;
  }

  /** A stretch of classes that one task divides. */
  private record Stretch(int[] labels, int[] starts, int[] rows) implements Serializable {

    List<ClassCells> divide(VectorSet ordered, ClassSplit split) {
      VectorSource source = ordered.open();
      List<ClassCells> cells = new ArrayList<>();
      for (int i = 0; i < labels.length; i++) {
        int from = starts[i] - starts[0];
        int to = starts[i + 1] - starts[0];
        cells.add(
            split.split(
                labels[i],
                new Range(source, starts[i], starts[i + 1]),
                Arrays.copyOfRange(rows, from, to)));
      }
      return cells;
    }
  }

  /** Some neighbouring vectors of others. */
  private record Range(VectorSource of, int from, int to) implements VectorSource {

    @Override
    public int count() {
      return to - from;
    }

    @Override
    public int dim() {
      return of.dim();
    }

    @Override
    public Vectors read(int first, int end) {
      return of.read(from + first, from + end);
    }
  }

  /** Returns the cells of each class, which are made when they are used. */
  JavaRDD<ClassCells> classes(VectorBlocks vectors, int[] labels) {
    ClassOrder order = ClassOrder.of(labels);
    int[] sorted = order.order();
    VectorSet ordered = arranged(vectors, sorted).normalised();
    int size = Math.max(LEAST_CELL, (int) Math.sqrt(labels.length));
    ClassSplit split = new ClassSplit(size, seed);
    List<Stretch> stretches = stretches(order, labels.length);
    return spark
        .parallelize(stretches, Math.max(1, stretches.size()))
        .setName("cells")
        .flatMap(stretch -> stretch.divide(ordered, split).iterator());
  }

  /** Cuts the classes into stretches of about as many vectors. */
  private List<Stretch> stretches(ClassOrder order, int count) {
    int tasks = TASKS_A_CORE * Math.max(1, spark.defaultParallelism());
    int even = Math.max(1, count / tasks);
    List<Stretch> stretches = new ArrayList<>();
    int[] starts = order.starts();
    int first = 0;
    for (int i = 0; i < order.labels().length; i++) {
      boolean last = i + 1 == order.labels().length;
      if (last || starts[i + 1] - starts[first] >= even) {
        stretches.add(
            new Stretch(
                Arrays.copyOfRange(order.labels(), first, i + 1),
                Arrays.copyOfRange(starts, first, i + 2),
                order.rows(starts[first], starts[i + 1])));
        first = i + 1;
      }
    }
    return stretches;
  }

  /** Returns vectors in an order; null stands for the one in which they lie. */
  VectorBlocks arranged(VectorBlocks vectors, int @Nullable [] order) {
    if (order == null) {
      return vectors;
    }
    return new Rearrangement(spark)
        .write(vectors, order, new Path(vectors.location(), Rearrangement.name(order)));
  }
}
