/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.anchorage.driver.artifact.ArtifactException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.ParquetRuntimeException;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;

/**
 * The ids of a corpus in format 2, shard by shard. Tasks read the catalogue's parts without Spark
 * SQL, whose first job takes seconds. A task holds the ids of a shard.
 *
 * @param corpus URI of its directory
 * @param firsts first row of each shard, and after the last shard the number of rows
 */
record ShardIds(String corpus, int[] firsts, HadoopSettings hadoop) implements Serializable {

  /** Returns row and id of each item. */
  JavaPairRDD<Integer, String> read(JavaSparkContext spark) {
    int shards = firsts.length - 1;
    return spark
        .parallelize(
            IntStream.range(0, shards).boxed().toList(),
            Math.max(1, Math.min(shards, spark.defaultParallelism())))
        .setName("ids")
        .mapPartitionsToPair(this::of);
  }

  private Iterator<Tuple2<Integer, String>> of(Iterator<Integer> shards) {
    Configuration configuration = hadoop.configuration();
    Iterable<Integer> all = () -> shards;
    return StreamSupport.stream(all.spliterator(), false /* not parallel */)
        .flatMap(
            shard -> {
              String[] ids = ids(shard, configuration);
              return IntStream.range(0, ids.length)
                  .mapToObj(i -> new Tuple2<>(firsts[shard] + i, ids[i]));
            })
        .iterator();
  }

  private String[] ids(int shard, Configuration configuration) {
    Path part = new Path(corpus, Layout.rows(shard));
    String[] ids = new String[firsts[shard + 1] - firsts[shard]];
    int count = 0;
    try (ParquetColumns columns =
        ParquetColumns.open(
            part.getFileSystem(configuration).getFileStatus(part), configuration, "id")) {
      while (columns.next()) {
        int before = count;
        int[] read = new int[1];
        columns.strings(
            "id",
            (row, id) -> {
              if (before + row < ids.length) {
                ids[before + row] = id;
              }
              read[0]++;
            });
        count += read[0];
      }
    } catch (IOException | ParquetRuntimeException e) {
      throw new ArtifactException(
          "Cannot read the ids in "
              + part
              + ": "
              + e.getMessage()
              + "; the corpus is damaged: restore it or import it again",
          e);
    }
    if (count != ids.length) {
      throw new ArtifactException(
          part
              + " has "
              + count
              + " rows, and the corpus counts "
              + ids.length
              + "; the corpus is damaged: restore it or import it again");
    }
    return ids;
  }
}
