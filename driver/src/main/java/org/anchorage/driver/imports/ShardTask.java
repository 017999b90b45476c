/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataInputStream;
import java.io.IOException;
import org.anchorage.driver.corpus.ShardWriter;
import org.anchorage.driver.corpus.WrittenShard;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes a shard on an executor, out of inspected images, and frees their files. A shard that was
 * written before a failure is not written again.
 *
 * @param work where files lie
 */
record ShardTask(Work work) implements Function<ShardPlan, WrittenShard> {

  @Override
  public WrittenShard call(ShardPlan plan) throws IOException {
    Configuration hadoop = work.hadoop();
    WorkFile done = work.doneShard(plan.leaves().get(0), hadoop);
    WrittenShard written;
    if (done.exists()) {
      written = done.readObject(WrittenShard.class);
      if (written.number() != plan.number()) {
        throw new IOException(
            "the shard " + plan.number() + " was written as " + written.number() + "; import anew");
      }
    } else {
      written = written(plan, hadoop);
      done.writeObject(written);
    }
    for (Leaf leaf : plan.leaves()) {
      work.inspected(leaf, hadoop).delete();
    }
    return written;
  }

  private WrittenShard written(ShardPlan plan, Configuration hadoop) throws IOException {
    try (ShardWriter writer = new ShardWriter(work.directory(), plan.number(), hadoop)) {
      for (Leaf leaf : plan.leaves()) {
        try (DataInputStream in = work.inspected(leaf, hadoop).open()) {
          for (@Nullable GoodImage image = GoodImage.read(in);
              image != null;
              image = GoodImage.read(in)) {
            writer.append(image.item(), image.encoded());
          }
        }
      }
      return writer.finish();
    }
  }
}
