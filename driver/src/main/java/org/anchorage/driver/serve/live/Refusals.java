/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.driver.artifact.ArtifactException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Newer indexes that were refused: when one is tried again, and what was said of it. Each reason is
 * logged once. Not thread-safe.
 */
final class Refusals {

  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

  private static final Duration FIRST_WAIT = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);

  private final LongSupplier nanoTime;
  private String refused = "";
  private String said = "";
  private Duration wait = FIRST_WAIT;
  private long again;

  /** Has none yet. */
  Refusals(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Returns whether an index is to be tried: it is another one, or its time has come. */
  boolean isDue(String stamp) {
    return !stamp.equals(refused) || nanoTime.getAsLong() - again >= 0;
  }

  /**
   * Notes that an index was refused.
   *
   * @param stamp of the index; empty if it is not even known which one is published
   */
  void add(String stamp, Throwable why) {
    wait = stamp.equals(refused) ? longer(wait) : FIRST_WAIT;
    again = nanoTime.getAsLong() + wait.toNanos();
    refused = stamp;
    String reason = why.getMessage() == null ? why.toString() : why.getMessage();
    if (!said.equals(stamp + reason)) {
      say(reason, why);
    }
    said = stamp + reason;
  }

  /** What a person can mend is one line; what only a programmer can has its trace. */
  private static void say(String reason, Throwable why) {
    String line = "A newer index is refused, and the one before goes on: {}";
    if (why instanceof ArtifactException
        || why instanceof ConfigurationException
        || why instanceof java.io.UncheckedIOException) {
      LOG.warn(line, reason);
      LOG.debug("It was refused here", why);
    } else {
      LOG.warn(line, reason, why);
    }
  }

  private static Duration longer(Duration wait) {
    Duration twice = wait.multipliedBy(2);
    return twice.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : twice;
  }

  /** Returns whether the index that is published now is refused, or nobody knows which it is. */
  boolean isAny() {
    return !said.isEmpty();
  }

  /** Forgets: the index that is served is the one that is published. */
  void clear() {
    refused = "";
    said = "";
  }
}
