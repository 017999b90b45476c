/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;

/**
 * How workers come together in a round. Immutable.
 *
 * @param steps H, at least 1: steps between two averagings; default 32
 * @param encoding how what workers bring back is written; default half
 */
public record RoundSettings(int steps, Encoding encoding) implements Serializable {

  /** How parameters and moments are written on their way. */
  public enum Encoding {
    /**
     * What workers bring back in two bytes a value, with a scale for each slice; so are moments on
     * their way down. Parameters go down in four.
     */
    HALF,
    /** Four bytes a value; nothing is lost. */
    FLOAT
  }

  public RoundSettings {
    Check.atLeast("rounds.steps", steps, 1);
  }
}
