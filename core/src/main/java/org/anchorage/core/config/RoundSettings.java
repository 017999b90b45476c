/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How long workers train by themselves, and how their results are averaged. Immutable.
 *
 * @param steps H, at least 1: steps between two averagings; default 32
 * @param schedule how H changes over the run; default constant
 * @param warmUp epochs, zero or more, over which H grows, for schedule warm-up only; default 1
 * @param postLocal share of the run, 0 to below 1, before local steps begin, for schedule
 *     post-local only; default 0.5
 * @param seconds seconds after which a worker begins no further step of a round; 0: no limit;
 *     default 0
 * @param quorum share of the workers, over 0 to 1: once this share has taken all its steps, the
 *     others begin no further step of a round; default 1, all workers
 * @param encoding of the workers' results; default half
 * @param gatherMb most MB of results that the driver averages itself, which spares a stage; above
 *     it, executors average and the driver gets one model. 0: always on executors; default 32
 * @param outer how the driver updates the model from the mean
 */
public record RoundSettings(
    int steps,
    Schedule schedule,
    double warmUp,
    double postLocal,
    double seconds,
    double quorum,
    Encoding encoding,
    int gatherMb,
    OuterSettings outer)
    implements Serializable {

  public static final Key STEPS = Key.fixed("rounds.steps");
  public static final Key SCHEDULE = Key.fixed("rounds.schedule");
  public static final Key WARM_UP = Key.fixed("rounds.warm-up.epochs");
  public static final Key POST_LOCAL = Key.fixed("rounds.post-local.share");
  public static final Key SECONDS = Key.fixed("rounds.seconds");
  public static final Key QUORUM = Key.fixed("rounds.quorum");
  public static final Key ENCODING = Key.fixed("rounds.encoding");
  public static final Key GATHER_MB = Key.mayChange("rounds.gather-mb");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(STEPS, SCHEDULE, WARM_UP, POST_LOCAL, SECONDS, QUORUM, ENCODING, GATHER_MB);

  /** How H changes over the run. */
  public enum Schedule {
    /** Not at all. */
    CONSTANT,
    /** Grows evenly from 1 over the first epochs. */
    WARM_UP,
    /**
     * 1 for the first part of the run, then H (post-local SGD, Lin et al. 2020, arXiv 1808.07217).
     */
    POST_LOCAL,
    /**
     * Grows as one over the square of the learning rate (quadratic synchronisation rule, Gu et al.
     * 2024, arXiv 2310.14423).
     */
    QUADRATIC
  }

  /** How parameters and moments are encoded when they are sent. */
  public enum Encoding {
    /**
     * Two bytes a value, with a scale for each slice: workers' results, and moments sent to the
     * workers. Parameters are sent to the workers in four bytes a value.
     */
    HALF,
    /** Four bytes a value; nothing is lost. */
    FLOAT
  }

  public RoundSettings {
    Bounds.atLeast(STEPS, steps, 1);
    Bounds.notNegative(WARM_UP, warmUp);
    Bounds.share(POST_LOCAL, postLocal);
    Bounds.notNegative(SECONDS, seconds);
    Bounds.portion(QUORUM, quorum);
    Bounds.atLeast(GATHER_MB, gatherMb, 0);
  }

  static RoundSettings read(TypedValues value) {
    return new RoundSettings(
        value.whole(STEPS),
        value.choice(SCHEDULE, Schedule.class),
        value.number(WARM_UP),
        value.number(POST_LOCAL),
        value.number(SECONDS),
        value.number(QUORUM),
        value.choice(ENCODING, Encoding.class),
        value.whole(GATHER_MB),
        OuterSettings.read(value));
  }

  /** Returns how many of this number of workers are a quorum: at least 1, at most all. */
  public int quorumOf(int workers) {
    // In doubles 0.55 x 100 is over 55.
    return Math.max(1, (int) Math.ceil(quorum * workers - 1e-9));
  }

  /**
   * Returns whether the clock may end a worker's share before its last step, so that the plan alone
   * does not say how many steps were taken.
   */
  public boolean endsEarly() {
    return seconds > 0 || quorum < 1;
  }
}
