/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.progress;

import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Progress as lines of text: one from time to time, and one at the end. */
final class PlainLines implements Progress {

  private final PrintStream to;
  private final Clock clock;
  private final Duration every;
  private final String stage;
  private final long total;
  private final String unit;
  private final Instant start;

  private Instant last;
  private long done;
  private String note = "";
  private boolean closed;

  PlainLines(PrintStream to, Clock clock, Duration every, String stage, long total, String unit) {
    this.to = to;
    this.clock = clock;
    this.every = every;
    this.stage = stage;
    this.total = total;
    this.unit = unit;
    this.start = clock.instant();
    this.last = start;
  }

  @Override
  public synchronized void step(long done) {
    this.done = done;
    Instant now = clock.instant();
    if (!closed && done != total && !now.isBefore(last.plus(every))) {
      last = now;
      to.println(stage + ": " + soFar() + rate(now) + remaining(now) + note);
    }
  }

  @Override
  public synchronized void note(String note) {
    this.note = ", " + note;
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    Instant now = clock.instant();
    String took = " in " + duration(seconds(now));
    String figures = took + rate(now) + note;
    if (total >= 0 && done < total) {
      to.println(stage + ": stopped at " + soFar() + figures);
    } else {
      to.println(stage + ": done, " + count(done) + " " + unit + figures);
    }
  }

  private String soFar() {
    if (total < 0) {
      return count(done) + " " + unit;
    }
    String percent = total == 0 ? "" : " (" + 100 * done / total + "%)";
    return count(done) + " of " + count(total) + " " + unit + percent;
  }

  private String rate(Instant now) {
    double seconds = seconds(now);
    if (seconds <= 0) {
      return "";
    }
    double rate = done / seconds;
    String figure = String.format(Locale.ROOT, rate < 10 ? "%.1f" : "%,.0f", rate);
    return ", " + figure + " " + unit + "/s";
  }

  private String remaining(Instant now) {
    if (total < 0 || done == 0) {
      return "";
    }
    return ", " + duration(seconds(now) * (total - done) / done) + " left";
  }

  private double seconds(Instant now) {
    return Duration.between(start, now).toMillis() / 1000.0;
  }

  private static String count(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String duration(double seconds) {
    long whole = Math.round(seconds);
    if (whole < 60) {
      return whole + " s";
    }
    if (whole < 3600) {
      return whole / 60 + " min " + whole % 60 + " s";
    }
    return whole / 3600 + " h " + whole % 3600 / 60 + " min";
  }
}
