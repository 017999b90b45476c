/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.index.items;

import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.anchorage.driver.index.ItemFilter;

/** What the fields of a document are called, and how long their values may be. */
public final class Fields {

  static final String ID = "id";
  static final String CLASS = "class";
  static final String SPLIT = "split";
  static final String TEXT = "text";

  /** Begins the names of attributes, so that they cannot be those of other fields. */
  static final String ATTRIBUTE = "a:";

  /**
   * Begins the names of fields whose values are too long to be sought: all values of one field are
   * kept in the same way.
   */
  static final String LONG = "l:";

  /**
   * Most characters of an id, and of a value that can be sought. Lucene sorts no value of more than
   * 32,766 bytes; a character takes 3 at most.
   */
  public static final int LONGEST = 10_000;

  private Fields() {}

  /** Returns the field that a filter's name stands for. */
  static String of(String name) {
    return switch (name) {
      case ItemFilter.CLASS -> CLASS;
      case ItemFilter.SPLIT -> SPLIT;
      default -> ATTRIBUTE + name;
    };
  }

  /**
   * Has Lucene not advise to use a newer Java, with which it would be faster. Java forgets levels
   * of loggers that nobody holds, so the caller keeps them.
   */
  static List<Logger> quiet() {
    List<Logger> loggers =
        List.of(
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider"),
            Logger.getLogger(
                "org.apache.lucene.internal.vectorization.PanamaVectorizationProvider"),
            Logger.getLogger("org.apache.lucene.store.MemorySegmentIndexInputProvider"),
            Logger.getLogger("org.apache.lucene.store.MMapDirectory"));
    loggers.forEach(logger -> logger.setLevel(Level.SEVERE));
    return loggers;
  }
}
