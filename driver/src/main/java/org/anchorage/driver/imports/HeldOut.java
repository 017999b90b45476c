/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.imports;

import java.io.Serializable;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;

/**
 * Classes of a listing that are held out: all their images go to {@code test}, so that a network is
 * judged on classes that it has never seen.
 *
 * <p>Each class is drawn by itself, from the seed and its name. So neither order nor other classes
 * matter: if classes are added later, the old ones stay in their splits. The share holds only on
 * average: of few classes, none may be held out, or all. A listing that names test images itself is
 * left as it is, and so is a class with images in {@code validation}.
 *
 * @param share of classes, 0 to below 1; 0 changes nothing
 * @param seed of the choice
 * @param kept classes that stay where they are
 */
record HeldOut(double share, Seed seed, Set<String> kept) implements Serializable {

  /** Returns the classes held out of a listing. */
  static HeldOut of(double share, Seed seed, Set<ClassKey> listed) {
    boolean asItIs = share == 0 || listed.stream().anyMatch(key -> key.split() == Split.TEST);
    Set<String> kept = new HashSet<>();
    for (ClassKey key : listed) {
      if (key.split() == Split.VALIDATION && !asItIs) {
        kept.add(key.className());
      }
    }
    return new HeldOut(asItIs ? 0 : share, seed, Set.copyOf(kept));
  }

  private boolean moves(String className) {
    return share > 0
        && !kept.contains(className)
        && seed.derive("held-out").derive(className).generator().nextDouble() < share;
  }

  /** Returns an image in the split where it belongs. */
  Listed placed(Listed image) {
    return moves(image.className()) ? image.in(Split.TEST) : image;
  }

  /** Returns the classes of a listing in the splits where they belong. */
  SortedMap<ClassKey, Amount> placed(Map<ClassKey, Amount> listed) {
    TreeMap<ClassKey, Amount> placed = new TreeMap<>();
    listed.forEach(
        (key, amount) -> {
          boolean moved = moves(key.className());
          ClassKey to = moved ? new ClassKey(Split.TEST, key.className()) : key;
          placed.merge(to, amount, Amount::plus);
        });
    return placed;
  }
}
