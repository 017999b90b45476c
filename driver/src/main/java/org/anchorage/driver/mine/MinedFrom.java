/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import org.anchorage.core.artifact.Manifest;
import org.anchorage.driver.artifact.Sha256;
import org.anchorage.driver.run.Position;

/**
 * The parameters that a table was mined from. A manifest says epoch and round as a checkpoint's
 * does, and names the parameters as a parent.
 *
 * @param epoch that was running, from 1; -1 if not known
 * @param round that the run had done; -1 if not known
 * @param parameters SHA-256 of the whole network's parameters; empty if not known. After a driver
 *     died, a run may come to the same round with others
 */
public record MinedFrom(int epoch, int round, String parameters) {

  private static final String EPOCH = "epoch";
  private static final String ROUND = "round";
  private static final String PARAMETERS = "parameters";
  private static final MinedFrom UNKNOWN = new MinedFrom(-1, -1);

  /** Parameters that are known by their epoch and round alone, as in tables of old versions. */
  public MinedFrom(int epoch, int round) {
    this(epoch, round, "");
  }

  /** Parameters that are of no run, or of one that does not say them. */
  public static MinedFrom unknown() {
    return UNKNOWN;
  }

  /**
   * The parameters of a position of a run.
   *
   * @param network parameters of the whole network at the position
   */
  public static MinedFrom of(Position position, float[] network) {
    MessageDigest digest = Sha256.digest();
    Sha256.update(digest, network);
    return new MinedFrom(position.epoch(), position.start().round(), Sha256.written(digest));
  }

  /** Reads them from a table's manifest. Tables of old versions do not say them, or not all. */
  static MinedFrom of(Manifest manifest) {
    Long epoch = manifest.counts().get(EPOCH);
    Long round = manifest.counts().get(ROUND);
    return epoch == null || round == null
        ? UNKNOWN
        : new MinedFrom(
            Math.toIntExact(epoch),
            Math.toIntExact(round),
            manifest.parents().stream()
                .filter(parent -> parent.kind().equals(PARAMETERS))
                .map(Manifest.Parent::fingerprint)
                .findFirst()
                .orElse(""));
  }

  /** Returns whether they are known. */
  public boolean isKnown() {
    return round >= 0;
  }

  /** Returns whether both are of one round, and equal as far as both are known. */
  public boolean isSameAs(MinedFrom other) {
    boolean oneUnknown = parameters.isEmpty() || other.parameters.isEmpty();
    return round == other.round && (oneUnknown || parameters.equals(other.parameters));
  }

  /** Returns them as parents of a table: one, or none if they are not known. */
  List<Manifest.Parent> parents() {
    return parameters.isEmpty()
        ? List.of()
        : List.of(new Manifest.Parent(PARAMETERS, "round " + round, parameters));
  }

  void writeTo(Map<String, Long> counts) {
    if (isKnown()) {
      counts.put(EPOCH, (long) epoch);
      counts.put(ROUND, (long) round);
    }
  }
}
