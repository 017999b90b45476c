/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.driver.vectors.BlockLayout;
import org.anchorage.driver.vectors.VectorBlocks;
import org.anchorage.mining.hard.CentroidSums;
import org.anchorage.mining.hard.ClassMiner;
import org.anchorage.mining.hard.ConfusableClasses;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds confusable classes, as a Spark job. Tasks sum the vectors of each class, block by block;
 * one task takes the sums of all classes (20 x dim bytes a class) and compares them. The driver
 * gets the lists alone. Sums are exact, so their order does not matter.
 *
 * @param confusable classes listed for each
 */
record ClassPass(JavaSparkContext spark, int confusable) {

  /** Sums that a task adds up, if there are more blocks than this. */
  private static final int SUMS_A_TASK = 16;

  /**
   * Finds the confusable classes.
   *
   * @param labels of the vectors
   */
  ConfusableClasses run(VectorBlocks vectors, int[] labels) {
    Broadcast<int[]> sent = spark.broadcast(labels);
    int listed = confusable;
    try {
      return together(
              spark
                  .parallelize(numbers(vectors.layout()), vectors.blocks())
                  .setName("centroids")
                  .mapToPair(
                      block ->
                          new Tuple2<>(block / SUMS_A_TASK, sums(vectors, sent.value(), block))),
              vectors.blocks())
          .map(sums -> new ClassMiner(listed).mine(sums._2()))
          .first();
    } finally {
      sent.destroy();
    }
  }

  private static List<Integer> numbers(BlockLayout layout) {
    return IntStream.range(0, layout.blocks()).boxed().toList();
  }

  private static CentroidSums sums(VectorBlocks vectors, int[] labels, int block) {
    int from = vectors.layout().first(block);
    int to = vectors.layout().end(block);
    return CentroidSums.of(
        vectors.normalised().open().read(from, to), Arrays.copyOfRange(labels, from, to));
  }

  /** Adds up the sums, in groups of neighbouring blocks first if they are many. */
  private static JavaPairRDD<Integer, CentroidSums> together(
      JavaPairRDD<Integer, CentroidSums> sums, int count) {
    int groups = 1 + (count - 1) / SUMS_A_TASK;
    JavaPairRDD<Integer, CentroidSums> added = sums.reduceByKey(CentroidSums::plus, groups);
    return groups == 1
        ? added
        : added.mapToPair(group -> new Tuple2<>(0, group._2())).reduceByKey(CentroidSums::plus, 1);
  }
}
