/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.Comparator;
import java.util.List;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Row;

/** The items of a small corpus, read whole: what the driver held once. */
public final class WrittenItems {

  private WrittenItems() {}

  /** Returns the items by row. */
  public static List<Item> of(Corpus corpus) {
    List<Path> files =
        corpus.manifest().checksums().keySet().stream()
            .filter(name -> name.startsWith(Layout.CATALOGUE + "/"))
            .map(name -> new Path(corpus.location(), name))
            .toList();
    return read(files).stream()
        .sorted(corpus.manifest().formatVersion() == 1 ? BY_ID : BY_CLASS)
        .toList();
  }

  /** Returns the items in some files of a catalogue. */
  static List<Item> read(List<Path> files) {
    return new CatalogueTable(LocalSpark.session())
        .read(files).collectAsList().stream().map(WrittenItems::item).toList();
  }

  private static final Comparator<Item> BY_ID = Comparator.comparing(Item::id);

  private static final Comparator<Item> BY_CLASS =
      Comparator.comparing(Item::split).thenComparing(Item::className).thenComparing(Item::id);

  private static Item item(Row row) {
    return new Item(
        row.getString(0),
        row.getString(1),
        Split.of(row.getString(2)),
        row.getString(3),
        row.getLong(4),
        row.getInt(5),
        row.getInt(6),
        row.getString(7),
        row.getJavaMap(8));
  }
}
