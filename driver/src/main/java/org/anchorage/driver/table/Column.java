/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.table;

/**
 * A column of a table that is written.
 *
 * @param name that heads it
 * @param kind of its values
 */
public record Column(String name, Kind kind) {

  /** What a column holds. */
  public enum Kind {
    /** A {@link String}; null for none. */
    TEXT,
    /** An {@link Integer}. */
    WHOLE,
    /** A {@link Double}. */
    REAL,
    /** A {@code float[]}. CSV writes a column for each number: {@code v0}, {@code v1}. */
    FLOATS,
    /** A map of strings by name. CSV cannot hold it. */
    TEXTS
  }

  /** Returns a column of texts. */
  public static Column text(String name) {
    return new Column(name, Kind.TEXT);
  }
}
