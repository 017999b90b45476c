/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.build;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.driver.index.IndexedItem;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.ShardItem;
import org.anchorage.driver.index.store.WrittenShard;
import org.anchorage.driver.index.vectors.StoredParts;
import org.anchorage.driver.index.vectors.StoredVectors;
import org.anchorage.driver.vectors.BlockLayout;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * Writes shards of an artifact of vectors. Its items have neither attributes nor pictures.
 *
 * @param writer of the generation
 * @param stored the artifact's parts
 */
record StoredItems(GenerationWriter writer, StoredParts stored) implements Serializable {

  /** Writes all shards. */
  List<WrittenShard> write(JavaSparkContext spark) {
    int shards = writer.plan().shards(stored.blocks().count());
    List<Integer> numbers = IntStream.range(0, shards).boxed().toList();
    return spark
        .parallelize(numbers, Math.max(1, shards))
        .setName("index")
        .map(this::shard)
        .collect();
  }

  private WrittenShard shard(int shard) throws IOException {
    BuildPlan plan = writer.plan();
    int count = stored.blocks().count();
    int first = plan.first(shard, count);
    int end = plan.first(shard + 1, count);
    VectorSource vectors = new ShardVectors(stored.blocks().open(), first, end);
    BlockLayout layout = stored.blocks().layout();
    Iterator<ShardItem> items =
        IntStream.rangeClosed(layout.blockOf(first), layout.blockOf(end - 1))
            .boxed()
            .flatMap(block -> items(block, layout.first(block), first, end).stream())
            .iterator();
    return writer.shard(first, vectors, items);
  }

  private List<ShardItem> items(int block, int firstOfBlock, int first, int end) {
    StoredVectors read = stored.read(block);
    List<ShardItem> items = new ArrayList<>();
    for (int i = 0; i < read.ids().size(); i++) {
      if (firstOfBlock + i >= first && firstOfBlock + i < end) {
        items.add(
            new ShardItem(
                new IndexedItem(read.ids().get(i), read.classNames().get(i), read.splits().get(i)),
                null));
      }
    }
    return items;
  }
}
