/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import org.anchorage.core.config.value.Check;

/**
 * How training is spread and how long it goes on. Immutable.
 *
 * @param workers that train at once, at least 1; default 2
 * @param epochs passes over the training images, at least 1; default 8
 * @param averaging which averaging; default {@link Averaging#ROUNDS}
 * @param checkpointEvery rounds between checkpoints, at least 1; default 1
 * @param checkpointSeconds seconds between checkpoints of an epoch, zero or more; default 30
 * @param checkpointKeep newest checkpoints kept, at least 1; default 2
 * @param leaseSeconds after which a run whose driver gives no sign of life may be taken over, at
 *     least 10; default 120
 */
public record TrainSettings(
    int workers,
    int epochs,
    Averaging averaging,
    int checkpointEvery,
    double checkpointSeconds,
    int checkpointKeep,
    int leaseSeconds)
    implements Serializable {

  /** Whose averaging. */
  public enum Averaging {
    /** Anchorage's: weighted by work, resumable. */
    ROUNDS,
    /** DL4J Spark's ParameterAveragingTrainingMaster: the baseline. */
    DL4J,
    /** The same with DL4J's own layers: what its users have today. */
    DL4J_STOCK
  }

  public TrainSettings {
    Check.atLeast("workers", workers, 1);
    Check.atLeast("epochs", epochs, 1);
    Check.atLeast("checkpoint.every", checkpointEvery, 1);
    Check.notNegative("checkpoint.seconds", checkpointSeconds);
    Check.atLeast("checkpoint.keep", checkpointKeep, 1);
    // It is renewed every third of it, and clocks of hosts differ by some seconds.
    Check.atLeast("checkpoint.lease-seconds", leaseSeconds, 10);
  }
}
