/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.corpus;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.core.corpus.Item;
import org.anchorage.driver.artifact.Sha256;

/**
 * The fingerprint of a corpus in format 2, as it is summed up. Each class has the number of its
 * items, and the sum modulo 2^256 of SHA-256 of each item's line (id, SHA-256, class, split). The
 * fingerprint is SHA-256 over the classes in the order of their names. So it depends on the items
 * alone: neither on their order, nor on how they are cut into shards, nor on the order in which
 * sums of shards are merged. Some 100 bytes a class. Not thread-safe.
 */
public final class ClassSums implements Serializable {

  private static final int BITS = 256;

  private record Sum(long items, BigInteger digests) implements Serializable {

    Sum plus(Sum other) {
      BigInteger sum = digests.add(other.digests);
      return new Sum(items + other.items, sum.testBit(BITS) ? sum.clearBit(BITS) : sum);
    }

    /** Returns the sum in 64 hexadecimal digits. A format would take 20 times the memory. */
    String written() {
      String digits = digests.toString(16);
      return "0".repeat(BITS / 4 - digits.length()) + digits;
    }
  }

  private final HashMap<String, Sum> classes = new HashMap<>();

  /** Adds an item. */
  public void add(Item item) {
    MessageDigest digest = Sha256.digest();
    String line =
        String.join("\0", item.id(), item.sha256(), item.className(), item.split().written(), "\n");
    digest.update(line.getBytes(StandardCharsets.UTF_8));
    classes.merge(item.className(), new Sum(1, new BigInteger(1, digest.digest())), Sum::plus);
  }

  /** Adds all items of another sum. */
  public void add(ClassSums other) {
    other.classes.forEach((name, sum) -> classes.merge(name, sum, Sum::plus));
  }

  /** Returns the number of classes. */
  public int classes() {
    return classes.size();
  }

  /** Returns the fingerprint, in small hexadecimal digits. */
  public String fingerprint() {
    MessageDigest digest = Sha256.digest();
    for (Map.Entry<String, Sum> entry : new TreeMap<>(classes).entrySet()) {
      Sum sum = entry.getValue();
      String line =
          String.join("\0", entry.getKey(), Long.toString(sum.items()), sum.written(), "\n");
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return Sha256.written(digest);
  }
}
