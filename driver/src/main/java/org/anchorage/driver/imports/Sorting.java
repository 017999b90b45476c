/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Brings a listing into the corpus's order and cuts it into leaves, on executors. A small listing
 * is sorted by one task in memory: two shuffles would take longer. A large one is shuffled by id,
 * to find images of one id (if the source may have such), and by class.
 *
 * @param work where the leaves go
 * @param cut where they are cut
 * @param heldOut classes that move to another split
 * @param distinct whether no two images can have one id
 */
record Sorting(Work work, Cut cut, HeldOut heldOut, boolean distinct)
    implements java.io.Serializable {

  /** Returns the leaves, in order. */
  List<Leaf> leaves(Listing listing) {
    JavaRDD<Ordered> images = listing.entries().filter(one -> one.entry() instanceof Listed);
    long count = listing.summary().total().images();
    JavaRDD<Leaf> leaves = count <= cut.small() ? small(images) : large(images, count);
    List<Leaf> all = new ArrayList<>(Jobs.run(leaves::collect));
    all.sort(Comparator.comparingLong(Leaf::start));
    long staged = all.stream().mapToLong(leaf -> leaf.amount().images()).sum();
    if (staged != count) {
      throw new ImportException(
          "The images changed while they were listed: there were "
              + count
              + ", and then "
              + staged
              + "; import again when nobody changes them");
    }
    return all;
  }

  private JavaRDD<Leaf> small(JavaRDD<Ordered> images) {
    return images.coalesce(1).mapPartitions(this::sorted);
  }

  private Iterator<Leaf> sorted(Iterator<Ordered> images) throws IOException {
    List<Staged> staged = new ArrayList<>();
    while (images.hasNext()) {
      staged.add(Staged.of(images.next(), heldOut));
    }
    if (!distinct) {
      staged.sort(Comparator.comparing(Staged::key, new SortKey.ById()));
      List<Staged> marked = new ArrayList<>();
      marked(staged.iterator()).forEachRemaining(marked::add);
      staged = marked;
    }
    staged.sort(Comparator.comparing(Staged::key));
    return new LeafWriter(work, cut.inOnePartition(), 0).write(staged.iterator()).iterator();
  }

  private JavaRDD<Leaf> large(JavaRDD<Ordered> images, long count) {
    JavaRDD<Staged> staged = images.map(one -> Staged.of(one, heldOut));
    if (!distinct) {
      staged =
          staged
              .mapToPair(one -> new Tuple2<>(one.key(), one))
              .repartitionAndSortWithinPartitions(
                  new ById((int) (1 + count / cut.small())), new SortKey.ById())
              .values()
              .mapPartitions(Sorting::marked);
    }
    return staged
        .mapToPair(one -> new Tuple2<>(one.key(), one))
        .repartitionAndSortWithinPartitions(new ByClass(cut))
        .values()
        .mapPartitionsWithIndex(
            (partition, some) -> new LeafWriter(work, cut, partition).write(some).iterator(),
            false);
  }

  /** Marks all images of one id but the first. */
  private static Iterator<Staged> marked(Iterator<Staged> byId) {
    return new Iterator<>() {
      private @Nullable String last;

      @Override
      public boolean hasNext() {
        return byId.hasNext();
      }

      @Override
      public Staged next() {
        Staged image = byId.next();
        boolean again = image.key().id().equals(last);
        last = image.key().id();
        return again ? image.asDuplicate() : image;
      }
    };
  }

  private static final class ById extends Partitioner {

    private final int partitions;

    ById(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return Math.floorMod(((SortKey) key).id().hashCode(), partitions);
    }
  }

  private static final class ByClass extends Partitioner {

    private final Cut cut;

    ByClass(Cut cut) {
      this.cut = cut;
    }

    @Override
    public int numPartitions() {
      return cut.partitions();
    }

    @Override
    public int getPartition(Object key) {
      return cut.partition(((SortKey) key).group());
    }
  }
}
