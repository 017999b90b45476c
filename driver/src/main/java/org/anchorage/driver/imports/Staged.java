/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;

/**
 * A listed image on its way to its shard.
 *
 * @param key its place in the corpus
 * @param image what the listing says
 * @param duplicate whether another image has its id
 */
record Staged(SortKey key, Listed image, boolean duplicate) implements Serializable {

  static Staged of(Ordered ordered, HeldOut heldOut) {
    Listed image = heldOut.placed((Listed) ordered.entry());
    return new Staged(SortKey.of(image, ordered.order()), image, false);
  }

  Staged asDuplicate() {
    return new Staged(key, image, true);
  }
}
