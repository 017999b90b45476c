/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.Locale;

/**
 * A stretch of listed images of one shard, in the corpus's order: what one task inspects in one go.
 *
 * @param start number of listed images before it
 * @param shard which shard its images fall into, before shards without images are left out
 * @param amount its images
 */
record Leaf(long start, long shard, Amount amount) implements Serializable {

  /** Returns a name for files; equal listings and settings give equal names. */
  String name() {
    return String.format(Locale.ROOT, "%019d", start);
  }
}
