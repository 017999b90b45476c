/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.serve.live;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.Logger;
import org.apache.logging.log4j.core.appender.AbstractAppender;
import org.apache.logging.log4j.core.config.Property;

/** What a class logs at level info and above, as long as this is open. */
final class Logged extends AbstractAppender implements AutoCloseable {

  /** A line, and whether a trace follows it. */
  record Line(Level level, String text, boolean traced) {}

  private final Logger logger;
  private final Level before;
  private final List<Line> lines = new CopyOnWriteArrayList<>();

  Logged(Class<?> type) {
    super("logged", null, null, false, Property.EMPTY_ARRAY);
    logger = (Logger) LogManager.getLogger(type);
    before = logger.getLevel();
    start();
    logger.addAppender(this);
    logger.setLevel(Level.INFO);
  }

  @Override
  public void append(LogEvent event) {
    lines.add(
        new Line(
            event.getLevel(), event.getMessage().getFormattedMessage(), event.getThrown() != null));
  }

  /** Returns the lines so far. */
  List<Line> lines() {
    return lines;
  }

  @Override
  public void close() {
    logger.removeAppender(this);
    logger.setLevel(before);
    stop();
  }
}
