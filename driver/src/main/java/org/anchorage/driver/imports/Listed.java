/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.anchorage.core.corpus.Split;

/**
 * An image that a listing names, before it is read.
 *
 * @param id its path as listed
 * @param className the class it belongs to
 * @param split the part of the corpus it belongs to
 * @param attributes further facts in the listing
 */
record Listed(String id, String className, Split split, Map<String, String> attributes) {

  /** Puts images of one split and class together. */
  static final Comparator<Listed> ORDER =
      Comparator.comparing(Listed::split)
          .thenComparing(Listed::className)
          .thenComparing(Listed::id);

  /** Returns the classes of the images in a split. */
  static Set<String> classes(Collection<Listed> images, Split split) {
    return images.stream()
        .filter(image -> image.split() == split)
        .map(Listed::className)
        .collect(Collectors.toUnmodifiableSet());
  }
}
