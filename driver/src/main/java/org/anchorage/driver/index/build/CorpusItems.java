/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.build;

import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.driver.executor.CorpusIndex;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.ShardItem;
import org.anchorage.driver.index.store.WrittenShard;
import org.anchorage.driver.vectors.VectorBlocks;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/**
 * Writes shards whose items come from a corpus: items are brought to the task of their shard, in
 * the order of their vectors.
 *
 * @param writer of the generation
 * @param blocks of the vectors
 * @param corpus that pictures are read from
 */
record CorpusItems(GenerationWriter writer, VectorBlocks blocks, Broadcast<CorpusIndex> corpus)
    implements Serializable {

  /** The columns of a corpus that items are made of. */
  private static final String[] COLUMNS = {"row", "id", "class_name", "split", "attributes"};

  /** Puts each item into the partition of its shard. */
  private static final class Shards extends Partitioner {

    private static final long serialVersionUID = 1;

    private final BuildPlan plan;
    private final int items;

    Shards(BuildPlan plan, int items) {
      this.plan = plan;
      this.items = items;
    }

    @Override
    public int numPartitions() {
      return plan.shards(items);
    }

    @Override
    public int getPartition(Object place) {
      return plan.shardOf((Integer) place, items);
    }
  }

  /**
   * Writes all shards.
   *
   * @param items of the corpus
   * @param rows in the corpus, one for each vector, ascending
   */
  List<WrittenShard> write(JavaSparkContext spark, Dataset<Row> items, int[] rows) {
    Broadcast<int[]> sent = spark.broadcast(rows);
    try {
      return items
          .select(COLUMNS[0], Arrays.copyOfRange(COLUMNS, 1, COLUMNS.length))
          .javaRDD()
          .flatMapToPair(item -> placed(item, sent.value()).iterator())
          .repartitionAndSortWithinPartitions(new Shards(writer.plan(), rows.length))
          .mapPartitionsWithIndex((shard, mine) -> List.of(shard(shard, mine)).iterator(), false)
          .setName("index")
          .collect();
    } finally {
      sent.destroy();
    }
  }

  private static List<Tuple2<Integer, Row>> placed(Row item, int[] rows) {
    int place = Arrays.binarySearch(rows, item.getInt(0));
    return place < 0 ? List.of() : List.of(new Tuple2<>(place, item));
  }

  private WrittenShard shard(int shard, Iterator<Tuple2<Integer, Row>> items) throws IOException {
    BuildPlan plan = writer.plan();
    int first = plan.first(shard, blocks.count());
    VectorSource vectors =
        new ShardVectors(blocks.open(), first, plan.first(shard + 1, blocks.count()));
    if (plan.pictureSide() == 0) {
      return writer.shard(first, vectors, made(items, null));
    }
    try (CorpusPictures pictures = new CorpusPictures(corpus.value(), plan.pictureSide())) {
      return writer.shard(first, vectors, made(items, pictures));
    }
  }

  private static Iterator<ShardItem> made(
      Iterator<Tuple2<Integer, Row>> items, @Nullable CorpusPictures pictures) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return items.hasNext();
      }

      @Override
      public ShardItem next() {
        Row row = items.next()._2();
        return new ShardItem(item(row), pictures == null ? null : pictures.of(row.getInt(0)));
      }
    };
  }

  private static IndexedItem item(Row row) {
    SortedMap<String, String> attributes = new TreeMap<>(row.<String, String>getJavaMap(4));
    String text = attributes.remove(IndexedItem.TEXT);
    return new IndexedItem(row.getString(1), row.getString(2), row.getString(3), attributes, text);
  }
}
