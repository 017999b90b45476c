/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.Comparator;
import org.anchorage.core.corpus.Split;

/**
 * The images of one class in one split. Sorted as a corpus is: by split, then by name.
 *
 * @param split of the images
 * @param className of the images
 */
record ClassKey(Split split, String className) implements Comparable<ClassKey>, Serializable {

  private static final Comparator<ClassKey> ORDER =
      Comparator.comparing(ClassKey::split).thenComparing(ClassKey::className);

  @Override
  public int compareTo(ClassKey other) {
    return ORDER.compare(this, other);
  }
}
