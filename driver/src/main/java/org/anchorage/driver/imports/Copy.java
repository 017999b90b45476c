/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.anchorage.core.corpus.Item;

/**
 * A good image without its bytes. Sorted by their digest, and then as the corpus is: of images with
 * the same bytes, the first comes first.
 *
 * @param digest SHA-256 of the bytes; not to be changed
 * @param group split and class
 * @param id of the image
 * @param leaf where its leaf starts
 * @param place among the good images of its leaf, from 0
 */
record Copy(byte[] digest, ClassKey group, String id, long leaf, int place)
    implements Comparable<Copy>, Serializable {

  private static final Comparator<Copy> ORDER =
      Comparator.<Copy, byte[]>comparing(Copy::digest, Arrays::compareUnsigned)
          .thenComparing(Copy::group)
          .thenComparing(Copy::id);

  static Copy of(Item item, Leaf leaf, int place) {
    ClassKey group = new ClassKey(item.split(), item.className());
    return new Copy(HexFormat.of().parseHex(item.sha256()), group, item.id(), leaf.start(), place);
  }

  boolean hasBytesOf(Copy other) {
    return Arrays.equals(digest, other.digest);
  }

  String sha256() {
    return HexFormat.of().formatHex(digest);
  }

  @Override
  public int compareTo(Copy other) {
    return ORDER.compare(this, other);
  }
}
