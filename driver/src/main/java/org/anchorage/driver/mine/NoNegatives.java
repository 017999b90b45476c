/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.hard.Rejection;

/** Says why a pass found no hard negative, and what to do. Stateless and thread-safe. */
public final class NoNegatives {

  private NoNegatives() {}

  /** Returns the words, or nothing if the pass found negatives or goes on from a table before. */
  public static Optional<String> of(Mined mined) {
    return mined.tally().kept() > 0 || mined.before() != null
        ? Optional.empty()
        : Optional.of("The table has no hard negatives: " + why(mined.tally()));
  }

  private static String why(MiningTally tally) {
    if (tally.withoutPositive() == tally.anchors()) {
      return "each of the images is alone in its class. Mining wants classes of two images and more";
    }
    Map<Rejection, Long> examined = new EnumMap<>(tally.rejected());
    long out = examined.getOrDefault(Rejection.OUT_OF_WINDOW, 0L);
    examined.keySet().remove(Rejection.OUT_OF_WINDOW);
    long all = examined.values().stream().mapToLong(Long::longValue).sum();
    if (all == 0) {
      return out == 0
          ? "there are no images of other classes. Import more classes"
          : "no image has as many neighbours of other classes as mine.rank-from. Give a smaller one";
    }
    Map.Entry<Rejection, Long> most =
        Collections.max(examined.entrySet(), Map.Entry.comparingByValue());
    return String.format(
        Locale.ROOT,
        "%,d of the %,d neighbours of other classes that were examined %s",
        most.getValue(),
        all,
        of(most.getKey()));
  }

  private static String of(Rejection reason) {
    return switch (reason) {
      case NEAR_DUPLICATE ->
          "show the same image as the anchor (mine.duplicates). If images are not labelled twice,"
              + " the embedding has collapsed: train longer, or with a smaller learning rate";
      case FALSE_NEGATIVE ->
          "are about as near to the anchor as its nearest positive (mine.relative-margin). The"
              + " embedding tells these classes apart too badly: train longer before mining, or give"
              + " a smaller mine.relative-margin";
      case OUT_OF_WINDOW, CLASS_TAKEN, NOT_NEEDED -> "were not needed";
    };
  }
}
