/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.Locale;
import org.anchorage.driver.corpus.HadoopSettings;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.broadcast.Broadcast;

/**
 * Where the tasks of an import leave what they make: in hidden folders of the corpus's directory,
 * which are removed once it is complete. What is finished is not made again after a failure.
 *
 * @param corpus the corpus's directory while it is written
 * @param settings Hadoop's, for executors
 */
record Work(String corpus, Broadcast<HadoopSettings> settings) implements Serializable {

  /** Returns Hadoop's configuration; make it once a task. */
  Configuration hadoop() {
    return settings.value().configuration();
  }

  Path directory() {
    return new Path(corpus);
  }

  /** Images of a leaf, as they are listed. */
  WorkFile listed(Leaf leaf, Configuration hadoop) {
    return file(".listed/" + leaf.name(), hadoop);
  }

  /** Images of a leaf, inspected. */
  WorkFile inspected(Leaf leaf, Configuration hadoop) {
    return file(".inspected/" + leaf.name(), hadoop);
  }

  /** Images that repeat others, as lines, of a part of the digests. */
  WorkFile duplicates(int partition, Configuration hadoop) {
    return file(String.format(Locale.ROOT, ".duplicates/%06d", partition), hadoop);
  }

  /** Places of images that are left out of a leaf, because they repeat others. */
  WorkFile dropped(long leaf, Configuration hadoop) {
    return file(String.format(Locale.ROOT, ".dropped/%019d", leaf), hadoop);
  }

  /** Bad images of a leaf, as lines. */
  WorkFile bad(Leaf leaf, Configuration hadoop) {
    return file(".bad/" + leaf.name(), hadoop);
  }

  /** Bad images of a part of the listing, as lines. */
  WorkFile bad(int partition, Configuration hadoop) {
    return file(String.format(Locale.ROOT, ".bad/listing-%06d", partition), hadoop);
  }

  /** What is known of a leaf that is inspected: a {@link LeafDone}. */
  WorkFile done(Leaf leaf, Configuration hadoop) {
    return file(".done/leaf-" + leaf.name(), hadoop);
  }

  /** What is known of a shard that is written, by its first leaf. */
  WorkFile doneShard(Leaf first, Configuration hadoop) {
    return file(".done/shard-" + first.name(), hadoop);
  }

  private WorkFile file(String name, Configuration hadoop) {
    return new WorkFile(new Path(directory(), name), hadoop);
  }
}
