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
 * Brings the pieces of each slice together and takes their mean, on the driver or on executors; the
 * result is the same to the bit.
 *
 * <p>Pieces are not reduced pair by pair. A worker has one piece of each slice, so there is nothing
 * to combine before sending, and a mean must not depend on the order in which Spark combines.
 */
record Meeting(Exchange exchange, Slices slices) implements Serializable {

  /**
   * Averages on the driver: one stage, and one model a worker is sent to the driver. If an executor
   * is lost afterwards, its worker's result is here already.
   */
  List<SliceMean> onDriver(JavaRDD<Piece> pieces) {
    Collection<List<Piece>> met =
        pieces.collect().stream().collect(Collectors.groupingBy(Piece::slice)).values();
    return met.parallelStream().map(of -> exchange.mean(of, slices)).toList();
  }

  /** Averages on executors: a second stage of one task a worker, and one model to the driver. */
  List<SliceMean> onExecutors(JavaRDD<Piece> pieces, int workers) {
    return pieces
        .mapToPair(piece -> new Tuple2<>(piece.slice(), piece))
        // Sorted, so that a task holds the pieces of one slice at a time and Spark spills the rest.
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
