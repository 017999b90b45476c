/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.anchorage.driver.artifact.Sha256;

/**
 * What is known of a listing, or of a part of it. Parts can be merged in any order. It grows with
 * the classes. Not thread-safe.
 */
final class Summary implements Serializable {

  private static final int BITS = 256;

  private final TreeMap<ClassKey, Amount> classes = new TreeMap<>();
  private final TreeMap<Long, Bad> first = new TreeMap<>();
  private final TreeMap<String, Long> badByReason = new TreeMap<>();
  private BigInteger digests = BigInteger.ZERO;
  private long ignored;
  private final TreeMap<Ignored.Why, Blamed> blamed = new TreeMap<>();

  void add(Ordered ordered) {
    Entry entry = ordered.entry();
    if (entry instanceof Listed image) {
      ClassKey key = new ClassKey(image.split(), image.className());
      classes.merge(key, Amount.of(image), Amount::plus);
      digest(
          image.id(),
          image.className(),
          image.split().written(),
          image.place().version(),
          new TreeMap<>(image.attributes()).toString());
    } else if (entry instanceof Bad bad) {
      badByReason.merge(bad.reason().written(), 1L, Long::sum);
      first.put(ordered.order(), bad);
      trim();
      digest(bad.id(), bad.reason().written());
    } else if (entry instanceof Ignored some) {
      ignored += some.files();
      if (some.why() != Ignored.Why.OTHER) {
        blamed.computeIfAbsent(some.why(), why -> new Blamed()).add(some.where(), some.files());
      }
    } else {
      throw new IllegalStateException("A path has no class yet: " + entry);
    }
  }

  private void digest(String... words) {
    MessageDigest digest = Sha256.digest();
    digest.update(String.join("\0", words).getBytes(StandardCharsets.UTF_8));
    digests = sum(digests, new BigInteger(1, digest.digest()));
  }

  private static BigInteger sum(BigInteger a, BigInteger b) {
    BigInteger sum = a.add(b);
    return sum.testBit(BITS) ? sum.clearBit(BITS) : sum;
  }

  private void trim() {
    while (first.size() > ImportReport.MOST_BAD) {
      first.pollLastEntry();
    }
  }

  Summary plus(Summary other) {
    other.classes.forEach((key, amount) -> classes.merge(key, amount, Amount::plus));
    other.badByReason.forEach((reason, count) -> badByReason.merge(reason, count, Long::sum));
    first.putAll(other.first);
    trim();
    digests = sum(digests, other.digests);
    ignored += other.ignored;
    other.blamed.forEach((why, some) -> blamed.computeIfAbsent(why, w -> new Blamed()).add(some));
    return this;
  }

  /** Returns the listed images by split and class. */
  Map<ClassKey, Amount> classes() {
    return classes;
  }

  /** Returns the sum of all classes. */
  Amount total() {
    return classes.values().stream().reduce(Amount.NONE, Amount::plus);
  }

  /** Returns the first bad images, at most {@value ImportReport#MOST_BAD}. */
  List<Bad> first() {
    return new ArrayList<>(first.values());
  }

  Map<String, Long> badByReason() {
    return badByReason;
  }

  long bad() {
    return badByReason.values().stream().mapToLong(Long::longValue).sum();
  }

  long ignored() {
    return ignored;
  }

  /** Returns in words which images and links are ignored for the sake of where they lie. */
  List<String> ignoredNotes() {
    List<String> notes = new ArrayList<>();
    blamed.forEach((why, some) -> notes.add(some.said(why)));
    return notes;
  }

  /** Returns what is another for another listing, whatever the order of its entries. */
  String digest() {
    return digests.toString(Character.MAX_RADIX);
  }
}
