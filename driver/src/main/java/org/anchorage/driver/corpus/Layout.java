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
}
