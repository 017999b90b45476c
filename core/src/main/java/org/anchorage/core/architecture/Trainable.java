/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture;

import java.io.Serializable;
import java.util.Locale;

/**
 * How much of a network training moves. What it does not move stays as it was at the start. The
 * head and what the loss learns always move. Immutable.
 *
 * @param lastStages how many of the backbone's last stages move; 0 for the head alone, {@link
 *     Integer#MAX_VALUE} for all
 */
public record Trainable(int lastStages) implements Serializable {

  /** The whole network. */
  public static final Trainable ALL = new Trainable(Integer.MAX_VALUE);

  /** The head alone. */
  public static final Trainable HEAD = new Trainable(0);

  private static final String LAST = "last-stages ";

  public Trainable {
    if (lastStages < 0) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "Cannot train the last %d stages; use 0 or more", lastStages));
    }
  }

  /**
   * Returns what a text says.
   *
   * @param written {@code all}, {@code head}, or {@code last-stages N} with N of at least 1
   * @throws IllegalArgumentException if it is none of these
   */
  public static Trainable of(String written) {
    if (written.equals("all")) {
      return ALL;
    }
    if (written.equals("head")) {
      return HEAD;
    }
    if (written.matches(LAST + "[1-9][0-9]{0,3}")) {
      return new Trainable(Integer.parseInt(written.substring(LAST.length())));
    }
    throw new IllegalArgumentException("use all, head, or \"last-stages N\" with N from 1");
  }

  /** Returns whether the whole network moves. */
  public boolean isAll() {
    return lastStages == ALL.lastStages;
  }

  /** Returns whether a node moves. */
  public boolean moves(LayerGraph.Node node, int stages) {
    return node.part() != Part.BACKBONE || isAll() || node.stage() >= stages - lastStages;
  }

  /** Returns the text that {@link #of} reads. */
  public String written() {
    return isAll() ? "all" : lastStages == 0 ? "head" : LAST + lastStages;
  }
}
