/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.run;

import java.util.Comparator;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a checkpoint, in the order of training. Names are compared by their numbers and not
 * as text: early versions wrote them in the digits of the user's language, which sort elsewhere.
 *
 * @param round rounds that are done
 * @param epoch that has ended, or 0 within an epoch
 */
record CheckpointName(int round, int epoch) implements Comparable<CheckpointName> {

  /** All begin so; a temporary name does not. */
  static final String PREFIX = "round-";

  /** {@code \\p{Nd}} are the digits of all scripts, and {@link Integer#parseInt} reads them. */
  private static final Pattern FORM =
      Pattern.compile("round-(\\p{Nd}{1,9})(-epoch-(\\p{Nd}{1,9}))?");

  private static final Comparator<CheckpointName> ORDER =
      Comparator.comparingInt(CheckpointName::round).thenComparingInt(CheckpointName::epoch);

  /** Returns the name of a position. Each position has another. */
  static CheckpointName of(Position position) {
    return new CheckpointName(
        position.start().round(), position.rounds() == 0 ? position.epoch() : 0);
  }

  /** Returns whether a file is named like a checkpoint. */
  static boolean isOne(String name) {
    return FORM.matcher(name).matches();
  }

  /**
   * Reads a name.
   *
   * @throws IllegalArgumentException if it is no checkpoint's
   */
  static CheckpointName read(String name) {
    Matcher matcher = FORM.matcher(name);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(name + " is not the name of a checkpoint");
    }
    String epoch = matcher.group(3);
    return new CheckpointName(
        Integer.parseInt(matcher.group(1)), epoch == null ? 0 : Integer.parseInt(epoch));
  }

  /** Returns the name of the checkpoint's directory. */
  String written() {
    String name = String.format(Locale.ROOT, PREFIX + "%08d", round);
    return epoch == 0 ? name : name + String.format(Locale.ROOT, "-epoch-%04d", epoch);
  }

  @Override
  public int compareTo(CheckpointName other) {
    return ORDER.compare(this, other);
  }
}
