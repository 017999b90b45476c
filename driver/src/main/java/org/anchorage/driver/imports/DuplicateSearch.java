/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * Finds images with the same bytes, on executors: inspected images are brought together by their
 * digests. Few are sorted by one task in memory; many are shuffled, some 200 bytes each.
 *
 * @param work where files lie
 * @param leaves with good images
 * @param images how many there are
 * @param small most images that one task sorts
 */
record DuplicateSearch(Work work, List<Leaf> leaves, long images, int small)
    implements Serializable {

  /** Lists all that repeat another, a file a partition, and returns their counts. */
  Repeats listed(JavaSparkContext context) {
    if (leaves.isEmpty()) {
      return new Repeats();
    }
    return Jobs.run(
        () -> sorted(context).mapPartitionsWithIndex(this::list, false).reduce(Repeats::plus));
  }

  /** Returns the number of files that {@link #listed} writes. */
  int partitions() {
    return leaves.isEmpty() ? 0 : (int) (1 + (images - 1) / small);
  }

  /** Tells the tasks that write shards which images to leave out; returns how many, by leaf. */
  Map<Long, Integer> dropped(JavaSparkContext context) {
    Map<Long, Integer> dropped = new TreeMap<>();
    if (!leaves.isEmpty()) {
      Jobs.run(
              () ->
                  sorted(context)
                      .mapPartitionsToPair(DuplicateSearch::places)
                      .groupByKey()
                      .map(this::drop)
                      .collect())
          .forEach(of -> dropped.put(of._1(), of._2()));
    }
    return dropped;
  }

  private JavaRDD<Copy> sorted(JavaSparkContext context) {
    JavaRDD<Leaf> all =
        context.parallelize(leaves, Math.min(leaves.size(), 4 * context.defaultParallelism()));
    JavaRDD<Copy> copies = all.mapPartitions(this::copies);
    if (partitions() == 1) {
      return copies.coalesce(1).mapPartitions(DuplicateSearch::inMemory);
    }
    return copies
        .mapToPair(copy -> new Tuple2<>(copy, 0))
        .repartitionAndSortWithinPartitions(new ByDigest(partitions()))
        .keys();
  }

  private static Iterator<Copy> inMemory(Iterator<Copy> copies) {
    List<Copy> all = new ArrayList<>();
    copies.forEachRemaining(all::add);
    all.sort(null);
    return all.iterator();
  }

  /** Reads leaf by leaf. */
  private Iterator<Copy> copies(Iterator<Leaf> some) {
    Configuration hadoop = work.hadoop();
    return new Iterator<>() {
      private Iterator<Copy> leaf = Collections.emptyIterator();

      @Override
      public boolean hasNext() {
        while (!leaf.hasNext() && some.hasNext()) {
          leaf = copies(some.next(), hadoop).iterator();
        }
        return leaf.hasNext();
      }

      @Override
      public Copy next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return leaf.next();
      }
    };
  }

  private List<Copy> copies(Leaf leaf, Configuration hadoop) {
    try {
      return work.done(leaf, hadoop).readObject(LeafDone.class).good();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read what is known of the images: " + e, e);
    }
  }

  private Iterator<Repeats> list(int partition, Iterator<Copy> sorted) throws IOException {
    Repeats repeats = new Repeats();
    Copies copies = new Copies(sorted);
    work.duplicates(partition, work.hadoop())
        .write(
            out -> {
              while (copies.hasNext()) {
                Copies.Repeated repeated = copies.next();
                repeats.add(repeated);
                DuplicateLine.write(repeated, out);
              }
            });
    return List.of(repeats).iterator();
  }

  private static Iterator<Tuple2<Long, Integer>> places(Iterator<Copy> sorted) {
    Copies copies = new Copies(sorted);
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return copies.hasNext();
      }

      @Override
      public Tuple2<Long, Integer> next() {
        Copy copy = copies.next().copy();
        return new Tuple2<>(copy.leaf(), copy.place());
      }
    };
  }

  private Tuple2<Long, Integer> drop(Tuple2<Long, Iterable<Integer>> places) throws IOException {
    List<Integer> all = new ArrayList<>();
    places._2().forEach(all::add);
    int[] sorted = all.stream().mapToInt(Integer::intValue).sorted().toArray();
    work.dropped(places._1(), work.hadoop()).writeObject(sorted);
    return new Tuple2<>(places._1(), sorted.length);
  }

  /** Digests in equal ranges, so that files of partitions follow one another in order. */
  private static final class ByDigest extends Partitioner {

    private final int partitions;

    ByDigest(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      byte[] digest = ((Copy) key).digest();
      long first = 0;
      for (int i = 0; i < Integer.BYTES; i++) {
        first = (first << Byte.SIZE) | (digest[i] & 0xff);
      }
      return (int) ((first * partitions) >>> Integer.SIZE);
    }
  }
}
