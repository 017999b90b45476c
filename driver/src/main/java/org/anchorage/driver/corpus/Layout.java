/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.util.Locale;

/** The names inside a corpus. */
final class Layout {

  static final String CATALOGUE = "catalogue";

  private Layout() {}

  /** Returns the path of a shard, relative to the corpus. */
  static String shard(int number) {
    return String.format(Locale.ROOT, "shards/part-%05d.seq", number);
  }

  /** Returns the path of the offsets of a shard's records; format 2. */
  static String offsets(int number) {
    return String.format(Locale.ROOT, "shards/part-%05d.idx", number);
  }

  /** Returns the path of the rows of a shard's items; format 2. */
  static String rows(int number) {
    return String.format(Locale.ROOT, "%s/part-%05d.parquet", CATALOGUE, number);
  }

  /** Returns the number in the path of a shard. */
  static int number(String shard) {
    return Integer.parseInt(shard, shard.indexOf('-') + 1, shard.lastIndexOf('.'), 10);
  }
}
