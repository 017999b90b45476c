/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Who mines the tables that a run's epochs are planned by, and how old such a table may be.
 * Immutable.
 *
 * @param by who mines; default training
 * @param staleness with {@link By#BESIDE}: the age that a new table may have, in epochs that have
 *     ended since its parameters, at least 0; default 2. A smaller one takes fresher tables alone,
 *     and leaves a slow miner's tables unused
 * @param pollSeconds seconds between two looks of {@code mine --follow} at the run, at least 1;
 *     default 10
 */
public record MineTiming(By by, int staleness, int pollSeconds) implements Serializable {

  public static final Key BY = Key.fixed("mine.by");
  public static final Key STALENESS = Key.mayChange("mine.staleness");
  public static final Key POLL_SECONDS = Key.mayChange("mine.poll-seconds");

  /** Every key of this section. */
  static final List<Key> KEYS = List.of(BY, STALENESS, POLL_SECONDS);

  /** Who mines. */
  public enum By {
    /** The run itself, at the end of each epoch. Training waits for it. */
    TRAINING,
    /**
     * Another application, while the run trains. Which table an epoch is planned by depends on when
     * the table was there, and the run writes it down.
     */
    BESIDE
  }

  public MineTiming {
    Bounds.atLeast(STALENESS, staleness, 0);
    Bounds.atLeast(POLL_SECONDS, pollSeconds, 1);
  }

  static MineTiming read(TypedValues value) {
    return new MineTiming(
        value.choice(BY, By.class), value.whole(STALENESS), value.whole(POLL_SECONDS));
  }
}
