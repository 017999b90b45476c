/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How training is distributed, and how long it runs. Immutable.
 *
 * @param workers that train at once, at least 1; default 2
 * @param epochs passes over the training images; 0 keeps the network as it starts; default 8
 * @param averaging which implementation of averaging; default {@link Averaging#ROUNDS}
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

  public static final Key WORKERS = Key.fixed("workers");
  public static final Key EPOCHS = Key.mayChange("epochs");
  public static final Key AVERAGING = Key.fixed("averaging");
  public static final Key CHECKPOINT_EVERY = Key.mayChange("checkpoint.every");
  public static final Key CHECKPOINT_SECONDS = Key.mayChange("checkpoint.seconds");
  public static final Key CHECKPOINT_KEEP = Key.mayChange("checkpoint.keep");
  public static final Key LEASE_SECONDS = Key.mayChange("checkpoint.lease-seconds");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(
          WORKERS,
          EPOCHS,
          AVERAGING,
          CHECKPOINT_EVERY,
          CHECKPOINT_SECONDS,
          CHECKPOINT_KEEP,
          LEASE_SECONDS);

  /** Implementations of averaging. */
  public enum Averaging {
    /** Anchorage's: weighted by work, resumable. */
    ROUNDS,
    /** DL4J Spark's ParameterAveragingTrainingMaster: the baseline. */
    DL4J,
    /** The same with DL4J's own layers, as its users have it today. */
    DL4J_STOCK
  }

  public TrainSettings {
    Bounds.atLeast(WORKERS, workers, 1);
    Bounds.atLeast(EPOCHS, epochs, 0);
    Bounds.atLeast(CHECKPOINT_EVERY, checkpointEvery, 1);
    Bounds.notNegative(CHECKPOINT_SECONDS, checkpointSeconds);
    Bounds.atLeast(CHECKPOINT_KEEP, checkpointKeep, 1);
    // A lease is renewed at every third of its time, and clocks of hosts differ by some seconds.
    Bounds.atLeast(LEASE_SECONDS, leaseSeconds, 10);
  }

  static TrainSettings read(TypedValues value) {
    return new TrainSettings(
        value.whole(WORKERS),
        value.whole(EPOCHS),
        value.choice(AVERAGING, Averaging.class),
        value.whole(CHECKPOINT_EVERY),
        value.number(CHECKPOINT_SECONDS),
        value.whole(CHECKPOINT_KEEP),
        value.whole(LEASE_SECONDS));
  }
}
