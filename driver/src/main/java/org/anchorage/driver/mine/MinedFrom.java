/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.run.Position;

/**
 * The parameters that a table was mined from. A manifest says them as a checkpoint's does.
 *
 * @param epoch that was running, from 1; -1 if not known
 * @param round that the run had done; -1 if not known
 */
public record MinedFrom(int epoch, int round) {

  private static final String EPOCH = "epoch";
  private static final String ROUND = "round";
  private static final MinedFrom UNKNOWN = new MinedFrom(-1, -1);

  /** Parameters that are of no run, or of one that does not say them. */
  public static MinedFrom unknown() {
    return UNKNOWN;
  }

  /** The parameters of a position of a run. */
  public static MinedFrom of(Position position) {
    return new MinedFrom(position.epoch(), position.start().round());
  }

  /** Reads them from a table's manifest. Tables of old versions do not say them. */
  static MinedFrom of(Manifest manifest) {
    Long epoch = manifest.counts().get(EPOCH);
    Long round = manifest.counts().get(ROUND);
    return epoch == null || round == null
        ? UNKNOWN
        : new MinedFrom(Math.toIntExact(epoch), Math.toIntExact(round));
  }

  /** Returns whether they are known. */
  public boolean isKnown() {
    return round >= 0;
  }

  void writeTo(Map<String, Long> counts) {
    if (isKnown()) {
      counts.put(EPOCH, (long) epoch);
      counts.put(ROUND, (long) round);
    }
  }
}
