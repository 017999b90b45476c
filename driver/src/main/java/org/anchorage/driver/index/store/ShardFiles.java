/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.store;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.driver.index.items.ItemWriter;
import org.anchorage.mining.lists.ListFile;

/** The files of a shard, in a local directory. */
final class ShardFiles {

  static final String LISTS = "lists.ivl";
  static final String ITEMS = "items";
  static final String PICTURES = "pictures.bin";

  private ShardFiles() {}

  /**
   * Writes the items of a shard and their pictures.
   *
   * @param items one for each vector, in the same order
   * @return how many there are
   * @throws IOException if they cannot be written, or are not as many as the vectors
   */
  static int items(Path directory, VectorSource vectors, Iterator<ShardItem> items, BuildPlan plan)
      throws IOException {
    int count = writeItems(directory, items, plan);
    if (count != vectors.count()) {
      throw new IOException(
          "a shard of "
              + vectors.count()
              + " vectors cannot have "
              + count
              + " items; make the vectors again");
    }
    return count;
  }

  /**
   * Makes the lists of a shard, and writes them.
   *
   * @throws IOException if they cannot be written
   */
  static BuildPlan.Lists lists(Path directory, VectorSource vectors, BuildPlan plan)
      throws IOException {
    BuildPlan.Lists lists = plan.lists(vectors);
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(directory.resolve(LISTS)))) {
      ListFile.write(lists.lists(), out);
    }
    return lists;
  }

  private static int writeItems(Path directory, Iterator<ShardItem> items, BuildPlan plan)
      throws IOException {
    int count = 0;
    try (ItemWriter writer = new ItemWriter(directory.resolve(ITEMS));
        PictureWriter pictures =
            plan.pictureSide() == 0 ? null : new PictureWriter(directory.resolve(PICTURES))) {
      while (items.hasNext()) {
        ShardItem item = items.next();
        writer.add(item.item());
        if (pictures != null) {
          pictures.add(item.picture());
        }
        count++;
      }
      writer.finish();
      if (pictures != null) {
        pictures.finish();
      }
    }
    // Lucene's lock is no part of the index.
    Files.deleteIfExists(directory.resolve(ITEMS).resolve("write.lock"));
    return count;
  }
}
