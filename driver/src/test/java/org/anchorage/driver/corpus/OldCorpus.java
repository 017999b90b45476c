/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.List;
import java.util.Map;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.Artifacts;
import org.anchorage.driver.artifact.Draft;
import org.anchorage.driver.artifact.WhenExists;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** A corpus in format 1. */
public final class OldCorpus {

  private OldCorpus() {}

  /**
   * Writes items in their order, and opens what was written.
   *
   * @param shardBytes after which a shard is closed
   */
  public static Corpus of(
      List<Item> items, ShardedCorpus.Encoded encoded, String target, long shardBytes) {
    SparkSession spark = LocalSpark.session();
    new Artifacts(spark.sparkContext().hadoopConfiguration())
        .write(
            new Path(target),
            WhenExists.REFUSE,
            new Draft(Corpus.KIND, CorpusWriter.FORMAT, Map.of(), List.of()),
            temporary -> {
              try (CorpusWriter writer = new CorpusWriter(spark, temporary, shardBytes)) {
                for (Item item : items) {
                  writer.append(item, encoded.of(item));
                }
                return writer.finish();
              }
            });
    return Corpus.open(spark, target);
  }
}
