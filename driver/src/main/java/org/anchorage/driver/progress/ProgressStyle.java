/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;

/** How progress is shown. */
public enum ProgressStyle {
  /** {@link #BARS} on a terminal, {@link #LINES} elsewhere; the default. */
  AUTO {
    // From JDK 22 on there always is a console; Spark 3.5 stops at 17.
    @SuppressWarnings("SystemConsoleNull")
    @Override
    public Progress.Factory factory(PrintStream to, Clock clock) {
      ProgressStyle style = System.console() == null ? LINES : BARS;
      return style.factory(to, clock);
    }
  },
  /** A bar that redraws itself, with rate and remaining time. For terminals only. */
  BARS {
    @Override
    public Progress.Factory factory(PrintStream to, Clock clock) {
      return (stage, total, unit) -> new Bar(to, stage, total, unit);
    }
  },
  /** A line every five seconds at most, and one at the end. For log files and schedulers. */
  LINES {
    @Override
    public Progress.Factory factory(PrintStream to, Clock clock) {
      return (stage, total, unit) -> new PlainLines(to, clock, EVERY, stage, total, unit);
    }
  };

  private static final Duration EVERY = Duration.ofSeconds(5);

  /**
   * Returns the factory of this style.
   *
   * @param to where progress goes; standard error, so that it never mixes with results
   * @param clock tells plain lines the time
   */
  public abstract Progress.Factory factory(PrintStream to, Clock clock);
}
