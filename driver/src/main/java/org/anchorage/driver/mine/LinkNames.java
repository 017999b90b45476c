/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import scala.Tuple2;

/**
 * Finds the ids of links on executors. Ids and links are cut into stretches of places, and a task
 * puts the ids of a stretch to the links that end there. Then they are cut anew into stretches of
 * anchors. With one stretch, one task does all of it, and nothing is shuffled. The driver sees
 * neither ids nor links.
 *
 * @param rows of the catalogue that the places stand for, ascending
 * @param count number of places
 * @param parts number of stretches, at least 1
 * @param corpus that the ids are of, for messages
 */
record LinkNames(Broadcast<int[]> rows, int count, int parts, String corpus)
    implements Serializable {

  /**
   * Puts ids to links.
   *
   * @param links in any order
   * @param items of the corpus: row and id
   * @return the links of each stretch of anchors, in the order of the stretches; one partition
   *     each. A task fails with an {@link ArtifactException} if an id is missing
   */
  JavaRDD<Links> name(JavaRDD<Links> links, JavaPairRDD<Integer, String> items) {
    JavaPairRDD<Integer, String> ids = items.mapPartitionsToPair(this::ids);
    int each = placesAPart();
    if (parts == 1) {
      return links
          .coalesce(1)
          .zipPartitions(ids.coalesce(1), (found, names) -> one(named(Links.join(found), names)));
    }
    JavaRDD<Links> named =
        shuffled(links.flatMapToPair(some -> keyed(some.split(some.places(), each, parts))))
            .zipPartitions(
                ids.partitionBy(new Stretches(each, parts)),
                (found, names) -> one(named(Links.join(found), names)));
    return shuffled(named.flatMapToPair(some -> keyed(some.split(some.anchors(), each, parts))))
        .mapPartitions(some -> one(Links.join(some)));
  }

  private int placesAPart() {
    return (int) (((long) count + parts - 1) / parts);
  }

  private JavaRDD<Links> shuffled(JavaPairRDD<Integer, Links> links) {
    return links.partitionBy(new HashPartitioner(parts)).values();
  }

  private static <T> Iterator<T> one(T value) {
    return List.of(value).iterator();
  }

  private static Iterator<Tuple2<Integer, Links>> keyed(Links[] split) {
    return IntStream.range(0, split.length)
        .filter(part -> split[part].size() > 0)
        .mapToObj(part -> new Tuple2<>(part, split[part]))
        .iterator();
  }

  /** Returns the ids of the places. Items that were not mined are left out. */
  private Iterator<Tuple2<Integer, String>> ids(Iterator<Tuple2<Integer, String>> items) {
    Iterable<Tuple2<Integer, String>> all = () -> items;
    return StreamSupport.stream(all.spliterator(), false /* not parallel */)
        .map(item -> new Tuple2<>(placeOf(item._1()), item._2()))
        .filter(id -> id._1() >= 0)
        .iterator();
  }

  private int placeOf(int row) {
    return Arrays.binarySearch(rows.value(), row);
  }

  /** Puts ids to links; only those that are wanted are held. */
  private Links named(Links links, Iterator<Tuple2<Integer, String>> ids) {
    int lowest = IntStream.of(links.places()).min().orElse(0);
    BitSet wanted = new BitSet();
    for (int place : links.places()) {
      wanted.set(place - lowest);
    }
    String[] found = new String[wanted.length()];
    // All ids of the stretch are read, which takes a while.
    Cancellation.checked(ids)
        .forEachRemaining(
            id -> {
              int at = id._1() - lowest;
              if (at >= 0 && wanted.get(at)) {
                found[at] = id._2();
              }
            });
    for (int i = 0; i < links.size(); i++) {
      String id = found[links.places()[i] - lowest];
      if (id == null) {
        throw missing(rows.value()[links.places()[i]]);
      }
      links.ids()[i] = id;
    }
    return links;
  }

  private ArtifactException missing(int row) {
    return new ArtifactException(
        "The corpus at "
            + corpus
            + " has no id for its row "
            + row
            + ", which was mined: its catalogue is damaged, or another corpus lies there now;"
            + " restore it or import it again, then mine again");
  }

  /** Neighbouring places go together. */
  private static final class Stretches extends Partitioner {

    private static final long serialVersionUID = 1;

    private final int each;
    private final int parts;

    Stretches(int each, int parts) {
      this.each = each;
      this.parts = parts;
    }

    @Override
    public int numPartitions() {
      return parts;
    }

    @Override
    public int getPartition(Object place) {
      return (Integer) place / each;
    }
  }
}
