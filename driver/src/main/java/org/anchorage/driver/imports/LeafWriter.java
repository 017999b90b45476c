/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;

/** Writes sorted images into leaves. Memory: the images of one leaf. Not thread-safe. */
final class LeafWriter {

  private final Work work;
  private final Configuration hadoop;
  private final Cut cut;
  private final List<Leaf> leaves = new ArrayList<>();
  private ArrayList<Staged> images = new ArrayList<>();
  private Amount start;
  private Amount before;

  /**
   * Creates a writer.
   *
   * @param partition of the sort, from 0
   */
  LeafWriter(Work work, Cut cut, int partition) {
    this.work = work;
    this.hadoop = work.hadoop();
    this.cut = cut;
    this.start = cut.starts().get(partition);
    this.before = start;
  }

  /** Writes all images of the partition, and returns its leaves. */
  List<Leaf> write(Iterator<Staged> sorted) throws IOException {
    while (sorted.hasNext()) {
      Staged image = sorted.next();
      if (cut.shard(before) != cut.shard(start) || cut.leaf(before) != cut.leaf(start)) {
        close();
      }
      images.add(image);
      before = before.plus(Amount.of(image.image()));
    }
    close();
    return leaves;
  }

  private void close() throws IOException {
    if (!images.isEmpty()) {
      Amount amount = new Amount(before.images() - start.images(), before.bytes() - start.bytes());
      Leaf leaf = new Leaf(start.images(), cut.shard(start), amount);
      work.listed(leaf, hadoop).writeObject(images);
      leaves.add(leaf);
    }
    images = new ArrayList<>();
    start = before;
  }
}
