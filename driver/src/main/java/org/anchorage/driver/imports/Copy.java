/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.apache.hadoop.io.Text;
import org.jspecify.annotations.Nullable;

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

  private static final int BYTES = 32;

  private static final Comparator<Copy> ORDER =
      Comparator.<Copy, byte[]>comparing(Copy::digest, Arrays::compareUnsigned)
          .thenComparing(Copy::group)
          .thenComparing(Copy::id);

  static Copy of(Item item, Leaf leaf, int place) {
    ClassKey group = new ClassKey(item.split(), item.className());
    return new Copy(HexFormat.of().parseHex(item.sha256()), group, item.id(), leaf.start(), place);
  }

  void write(DataOutputStream out) throws IOException {
    out.writeBoolean(true);
    out.write(digest);
    out.writeByte(group.split().ordinal());
    Text.writeString(out, group.className());
    Text.writeString(out, id);
  }

  /** Marks the end, so that a file that is cut short is noticed. */
  static void writeEnd(DataOutputStream out) throws IOException {
    out.writeBoolean(false);
  }

  /** Returns the next one of a leaf, or null at the end. */
  static @Nullable Copy read(DataInputStream in, Leaf leaf, int place) throws IOException {
    if (!in.readBoolean()) {
      return null;
    }
    byte[] digest = in.readNBytes(BYTES);
    Split split = Split.values()[in.readByte()];
    ClassKey group = new ClassKey(split, Text.readString(in));
    return new Copy(digest, group, Text.readString(in), leaf.start(), place);
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
