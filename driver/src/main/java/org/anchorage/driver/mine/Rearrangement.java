/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.Element;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Writes vectors in another order, as a Spark job: tasks read blocks, and others write them. Every
 * vector crosses once. Blocks that an earlier try has written are kept.
 */
final class Rearrangement {

  private final JavaSparkContext spark;

  Rearrangement(JavaSparkContext spark) {
    this.spark = spark;
  }

  /** Vectors on the way from one block to another. */
  private record Moved(int[] places, float[] values) implements Serializable {}

  /**
   * Writes vectors in an order.
   *
   * @param order the vector at each place
   * @param directory named after the order, so that its blocks can be found again
   */
  VectorBlocks write(VectorBlocks vectors, int[] order, Path directory) {
    VectorBlocks target =
        VectorBlocks.at(
            directory,
            vectors.count(),
            vectors.dim(),
            Element.FLOAT,
            vectors.hadoop().configuration());
    List<Integer> missing =
        spark
            .parallelize(numbers(target), Math.max(1, target.blocks()))
            .setName("arranged")
            .filter(block -> !target.holds(block))
            .collect();
    if (missing.isEmpty()) {
      return target;
    }
    int[] placeOf = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      placeOf[order[place]] = place;
    }
    Broadcast<int[]> sent = spark.broadcast(placeOf);
    try {
      spark
          .parallelize(numbers(vectors), Math.max(1, vectors.blocks()))
          .setName("arrange")
          .flatMapToPair(block -> moved(vectors, target, block, sent.value()).iterator())
          .groupByKey(Math.max(1, target.blocks()))
          .foreach(arrived -> write(target, arrived._1(), arrived._2()));
    } finally {
      sent.destroy();
    }
    return target;
  }

  private static List<Integer> numbers(VectorBlocks blocks) {
    return IntStream.range(0, blocks.blocks()).boxed().toList();
  }

  private static List<Tuple2<Integer, Moved>> moved(
      VectorBlocks vectors, VectorBlocks target, int block, int[] placeOf) {
    BlockLayout from = vectors.layout();
    BlockLayout to = target.layout();
    int first = from.first(block);
    Vectors read = vectors.open().read(first, from.end(block));
    int dim = read.dim();
    int[] counts = new int[to.blocks()];
    for (int i = 0; i < read.count(); i++) {
      counts[to.blockOf(placeOf[first + i])]++;
    }
    Moved[] byTarget = new Moved[to.blocks()];
    for (int i = 0; i < read.count(); i++) {
      int place = placeOf[first + i];
      int number = to.blockOf(place);
      Moved moved = byTarget[number];
      if (moved == null) {
        moved = new Moved(new int[counts[number]], new float[counts[number] * dim]);
        byTarget[number] = moved;
      }
      int at = --counts[number];
      moved.places()[at] = place;
      System.arraycopy(read.values(), i * dim, moved.values(), at * dim, dim);
    }
    List<Tuple2<Integer, Moved>> all = new ArrayList<>();
    for (int number = 0; number < byTarget.length; number++) {
      if (byTarget[number] != null) {
        all.add(new Tuple2<>(number, byTarget[number]));
      }
    }
    return all;
  }

  private static void write(VectorBlocks target, int block, Iterable<Moved> arrived) {
    if (target.holds(block)) {
      return;
    }
    int dim = target.dim();
    int first = target.layout().first(block);
    float[] values = new float[target.layout().size(block) * dim];
    for (Moved moved : arrived) {
      for (int i = 0; i < moved.places().length; i++) {
        System.arraycopy(moved.values(), i * dim, values, (moved.places()[i] - first) * dim, dim);
      }
    }
    target.write(block, new Vectors(dim, values));
  }

  /** Returns a name for an order. */
  static String name(int[] order) {
    return String.format(Locale.ROOT, "arranged-%08x-%d", Arrays.hashCode(order), order.length);
  }
}
