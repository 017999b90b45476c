/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The place of an image in a corpus: by split and class, then by id. Of images with one id, the
 * first in the listing comes first.
 *
 * @param group split and class
 * @param id of the image
 * @param order place in the listing
 */
record SortKey(ClassKey group, String id, long order) implements Comparable<SortKey>, Serializable {

  private static final Comparator<SortKey> ORDER =
      Comparator.comparing(SortKey::group)
          .thenComparing(SortKey::id)
          .thenComparingLong(SortKey::order);

  /** Puts images of one id together; the first of them has the id. */
  static final class ById implements Comparator<SortKey>, Serializable {

    @Override
    public int compare(SortKey a, SortKey b) {
      int byId = a.id.compareTo(b.id);
      if (byId != 0) {
        return byId;
      }
      int byGroup = a.group.compareTo(b.group);
      return byGroup != 0 ? byGroup : Long.compare(a.order, b.order);
    }
  }

  static SortKey of(Listed image, long order) {
    return new SortKey(new ClassKey(image.split(), image.className()), image.id(), order);
  }

  @Override
  public int compareTo(SortKey other) {
    return ORDER.compare(this, other);
  }
}
