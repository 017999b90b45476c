/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.log;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.config.Settings;
import org.anchorage.driver.artifact.Contents;
import org.anchorage.driver.index.IndexInfo;
import org.anchorage.driver.index.store.BuildPlan;
import org.anchorage.driver.index.store.GenerationWriter;
import org.anchorage.driver.index.store.ShardItem;
import org.anchorage.driver.index.store.WrittenShard;
import org.anchorage.driver.network.SavedNetwork;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Writes a generation out of rows of other ones, shard by shard in this process. The settings that
 * an index was made with say how: the run's, in {@code run.conf}. Lists are made anew and
 * calibrated anew. Memory: the vectors of a shard as they are stored, and once more as floats if
 * they are few enough to be held. More are read again and again from the files that are mapped,
 * which takes longer.
 *
 * @param hadoop for files
 * @param held floats of a shard that are held in memory
 */
record Rebuild(Configuration hadoop, int held) {

  /** 2 GiB: 4 million vectors of 128. */
  private static final int HELD = 1 << 29;

  Rebuild(Configuration hadoop) {
    this(hadoop, HELD);
  }

  /**
   * Writes a generation.
   *
   * @param like an index whose settings are taken
   * @param number of the generation
   * @param info of that index, which says how large pictures are
   * @param rows to be written
   * @param target directory that the generation's own is made in
   * @param log number of the last batch that the rows hold
   */
  Contents write(Path like, long number, IndexInfo info, LiveRows rows, Path target, long log)
      throws IOException {
    BuildPlan plan = plan(like, info, rows.count());
    GenerationWriter writer = GenerationWriter.of(target, number, plan, hadoop).measuring(rows);
    List<WrittenShard> shards = new ArrayList<>();
    for (int shard = 0; shard < plan.shards(rows.count()); shard++) {
      int first = plan.first(shard, rows.count());
      LiveRows some = rows.slice(first, plan.first(shard + 1, rows.count()));
      boolean fits = (long) some.count() * info.dim() <= held;
      shards.add(writer.shard(first, fits ? some.read(0, some.count()) : some, items(some)));
    }
    return writer.finish(info.dim(), log, shards);
  }

  private BuildPlan plan(Path like, IndexInfo info, long items) {
    Settings settings = SavedNetwork.settings(like, hadoop).typed();
    BuildPlan plan = BuildPlan.of(settings.index(), items, settings.seed());
    return new BuildPlan(
        plan.exact(),
        plan.recall(),
        plan.coding(),
        plan.shardItems(),
        info.pictureSide(),
        plan.seed());
  }

  private static Iterator<ShardItem> items(LiveRows rows) {
    return IntStream.range(0, rows.count())
        .mapToObj(row -> new ShardItem(rows.item(row), rows.picture(row).orElse(null)))
        .iterator();
  }
}
