/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.corpus.ShardWriter;
import org.anchorage.driver.corpus.WrittenShard;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a shard on an executor, out of inspected images, and frees their files. A shard that was
 * written before a failure is read, and written again only if it is damaged.
 *
 * @param work where files lie
 * @param inspecting inspects images anew, if a shard is damaged whose images are freed
 */
record ShardTask(Work work, InspectTask inspecting) implements Function<ShardPlan, WrittenShard> {

  private static final Logger LOG = LoggerFactory.getLogger(ShardTask.class);

  @Override
  public WrittenShard call(ShardPlan plan) throws IOException {
    Configuration hadoop = work.hadoop();
    WorkFile done = work.doneShard(plan.leaves().get(0), hadoop);
    @Nullable WrittenShard written = done.find(WrittenShard.class);
    if (written != null && written.number() != plan.number()) {
      throw new IOException(
          "the shard " + plan.number() + " was written as " + written.number() + "; import anew");
    }
    if (written == null || !isWhole(written, hadoop)) {
      inspecting.again(freed(plan, hadoop), hadoop);
      WrittenShard anew = written(plan, hadoop);
      if (written != null && !anew.checksums().equals(written.checksums())) {
        throw InspectTask.changed();
      }
      written = anew;
      done.writeObject(written);
    }
    for (Leaf leaf : plan.leaves()) {
      work.inspected(leaf, hadoop).delete();
    }
    return written;
  }

  /** Returns whether all files of a shard are what was written. */
  private boolean isWhole(WrittenShard shard, Configuration hadoop) throws IOException {
    for (Map.Entry<String, String> written : shard.checksums().entrySet()) {
      Path file = new Path(work.directory(), written.getKey());
      try (InputStream in = Containers.plain(file, hadoop).open(file)) {
        if (Sha256.of(in).equals(written.getValue())) {
          continue;
        }
        LOG.warn("{} was damaged after it was written; its shard is written anew", file);
      } catch (FileNotFoundException e) {
        LOG.warn("{} is gone; its shard is written anew", file);
      }
      return false;
    }
    return true;
  }

  /** Returns the leaves whose images are gone, because their shard was written. */
  private List<Leaf> freed(ShardPlan plan, Configuration hadoop) throws IOException {
    List<Leaf> freed = new ArrayList<>();
    for (Leaf leaf : plan.leaves()) {
      if (!work.inspected(leaf, hadoop).exists()) {
        freed.add(leaf);
      }
    }
    return freed;
  }

  private WrittenShard written(ShardPlan plan, Configuration hadoop) throws IOException {
    try (ShardWriter writer = new ShardWriter(work.directory(), plan.number(), hadoop)) {
      for (Leaf leaf : plan.leaves()) {
        BitSet dropped = dropped(leaf, hadoop);
        try (DataInputStream in = work.inspected(leaf, hadoop).open()) {
          int place = 0;
          for (@Nullable GoodImage image = GoodImage.read(in);
              image != null;
              image = GoodImage.read(in)) {
            if (!dropped.get(place++)) {
              writer.append(image.item(), image.encoded());
            }
          }
        }
      }
      return writer.finish();
    }
  }

  /** Returns the places of the images that are left out. */
  private BitSet dropped(Leaf leaf, Configuration hadoop) throws IOException {
    BitSet dropped = new BitSet();
    WorkFile file = work.dropped(leaf.start(), hadoop);
    if (file.exists()) {
      Arrays.stream(file.readObject(int[].class)).forEach(dropped::set);
    }
    return dropped;
  }
}
