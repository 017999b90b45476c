/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import org.anchorage.worker.exchange.Exchange;
import org.anchorage.worker.exchange.Piece;
import org.anchorage.worker.exchange.SliceMean;
import org.anchorage.worker.exchange.Slices;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;

/**
 * Where the pieces of a slice meet, and their mean is taken; to the same bits in either place.
 *
 * <p>Pieces are brought together, not reduced pair by pair: a worker has one piece of each slice,
 * so that there is nothing to combine before they are sent, and a mean must not depend on the order
 * in which Spark would combine them.
 */
record Meeting(Exchange exchange, Slices slices) implements Serializable {

  /**
   * On the driver: one stage, and as many models to the driver as there are workers. A share whose
   * executor is lost later is not asked for again.
   */
  List<SliceMean> onDriver(JavaRDD<Piece> pieces) {
    Collection<List<Piece>> met =
        pieces.collect().stream().collect(Collectors.groupingBy(Piece::slice)).values();
    return met.parallelStream().map(of -> exchange.mean(of, slices)).toList();
  }

  /** On executors: a second stage of as many tasks as workers, and one model to the driver. */
  List<SliceMean> onExecutors(JavaRDD<Piece> pieces, int workers) {
    return pieces
        .mapToPair(piece -> new Tuple2<>(piece.slice(), piece))
        // Sorted, so that a task holds the pieces of one slice at a time; Spark spills the others.
        .repartitionAndSortWithinPartitions(new HashPartitioner(Math.min(workers, slices.count())))
        .mapPartitions(this::means)
        .collect();
  }

  private Iterator<SliceMean> means(Iterator<Tuple2<Integer, Piece>> met) {
    List<SliceMean> means = new ArrayList<>();
    List<Piece> pieces = new ArrayList<>();
    while (met.hasNext()) {
      Piece piece = met.next()._2();
      if (!pieces.isEmpty() && pieces.get(0).slice() != piece.slice()) {
        means.add(exchange.mean(pieces, slices));
        pieces.clear();
      }
      pieces.add(piece);
    }
    if (!pieces.isEmpty()) {
      means.add(exchange.mean(pieces, slices));
    }
    return means.iterator();
  }
}
