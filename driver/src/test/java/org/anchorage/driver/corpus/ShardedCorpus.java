/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The images of a corpus in format 2, whatever the format that they came in. */
public final class ShardedCorpus {

  private final Configuration hadoop = LocalSpark.session().sparkContext().hadoopConfiguration();
  private final Path target;
  private final int itemsAShard;

  private ShardedCorpus(String target, int itemsAShard) {
    this.target = new Path(target);
    this.itemsAShard = itemsAShard;
  }

  /** Writes the images of a corpus, and opens what was written. */
  public static Corpus of(Corpus corpus, String target, int itemsAShard) {
    try (ShardReader reader =
        new ShardReader(
            corpus.location().toString(),
            LocalSpark.session().sparkContext().hadoopConfiguration())) {
      return of(WrittenItems.of(corpus), reader::read, target, itemsAShard);
    }
  }

  /** Where an item's bytes come from. */
  public interface Encoded {
    byte[] of(Item item);
  }

  /** Writes items, and opens what was written. */
  public static Corpus of(List<Item> items, Encoded encoded, String target, int itemsAShard) {
    new ShardedCorpus(target, itemsAShard).write(items, encoded);
    return Corpus.open(LocalSpark.session(), target);
  }

  private void write(List<Item> items, Encoded encoded) {
    List<Item> sorted =
        items.stream()
            .sorted(
                Comparator.comparing(Item::split)
                    .thenComparing(Item::className)
                    .thenComparing(Item::id))
            .toList();
    Draft draft = new Draft(Corpus.KIND, 2, Map.of(), List.of());
    new Artifacts(hadoop)
        .write(
            target,
            WhenExists.REFUSE,
            draft,
            temporary -> {
              List<WrittenShard> shards = new ArrayList<>();
              for (int from = 0; from < sorted.size(); from += itemsAShard) {
                List<Item> some = sorted.subList(from, Math.min(sorted.size(), from + itemsAShard));
                shards.add(shard(temporary, shards.size(), some, encoded));
              }
              return contents(temporary, shards, sorted);
            });
  }

  private WrittenShard shard(Path directory, int number, List<Item> items, Encoded encoded)
      throws IOException {
    try (ShardWriter writer = new ShardWriter(directory, number, hadoop)) {
      for (Item item : items) {
        writer.append(item, encoded.of(item));
      }
      return writer.finish();
    }
  }

  private Contents contents(Path directory, List<WrittenShard> shards, List<Item> items)
      throws IOException {
    ClassSums sums = new ClassSums();
    Path runs = new Path(directory, ClassRunFile.NAME);
    try (OutputStream out = runs.getFileSystem(hadoop).create(runs)) {
      for (WrittenShard shard : shards) {
        sums.add(shard.sums());
        for (ClassRun run : shard.runs()) {
          ClassRunFile.write(run, out);
        }
      }
    }
    Map<String, Long> counts = new HashMap<>();
    counts.put("items", (long) items.size());
    counts.put("classes", items.stream().map(Item::className).distinct().count());
    counts.put("shards", (long) shards.size());
    items.forEach(item -> counts.merge("items_" + item.split().written(), 1L, Long::sum));
    return new Contents(sums.fingerprint(), counts);
  }
}
