/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * How a worker follows the gradient. Immutable.
 *
 * @param name the update rule; default Adam
 * @param learningRate over 0; default 0.001
 * @param schedule how the learning rate changes over the run; default constant
 * @param weightDecay L2 penalty on weights (not biases), zero or more; default 1e-7
 * @param momentum 0 to below 1, for Nesterov only; default 0.9
 * @param state what happens to the moments at the end of a round; default averaged
 */
public record OptimiserSettings(
    Rule name,
    double learningRate,
    Schedule schedule,
    double weightDecay,
    double momentum,
    State state)
    implements Serializable {

  public static final Key NAME = Key.fixed("optimiser.name");
  public static final Key LEARNING_RATE = Key.fixed("optimiser.learning-rate");
  public static final Key SCHEDULE = Key.fixed("optimiser.schedule");
  public static final Key WEIGHT_DECAY = Key.fixed("optimiser.weight-decay");
  public static final Key MOMENTUM = Key.fixed("optimiser.momentum");
  public static final Key STATE = Key.fixed("optimiser.state");

  /** Every key of this section. */
  static final List<Key> KEYS =
      List.of(NAME, LEARNING_RATE, SCHEDULE, WEIGHT_DECAY, MOMENTUM, STATE);

  /** The update rules. */
  public enum Rule {
    /** Kingma and Ba 2015, with beta 0.9 and 0.999, epsilon 1e-8. */
    ADAM,
    /** Plain gradient descent; the only rule for which averaging every step equals one machine. */
    SGD,
    /** Gradient descent with Nesterov momentum. */
    NESTEROV
  }

  /** How the learning rate changes over the run, from round to round. */
  public enum Schedule {
    /** Not at all. */
    CONSTANT {
      @Override
      public double factor(double progress) {
        return 1;
      }
    },
    /** Falls along half a cosine, from the full rate to zero (Loshchilov and Hutter 2017). */
    COSINE {
      @Override
      public double factor(double progress) {
        return 0.5 * (1 + Math.cos(Math.PI * progress));
      }
    };

    /**
     * Returns the factor of the learning rate.
     *
     * @param progress share of the run that is done, 0 to 1
     */
    public abstract double factor(double progress);
  }

  /** What happens to the optimiser's moments at the end of a round. */
  public enum State {
    /**
     * They are averaged by weight, sent with the parameters and checkpointed; a resume is exact.
     */
    AVERAGED,
    /** They are zero at the start of every round; a resume is exact. */
    RESET,
    /** They stay on the executor; they are zero after a lost executor or a resume. */
    KEPT
  }

  public OptimiserSettings {
    Bounds.positive(LEARNING_RATE, learningRate);
    Bounds.notNegative(WEIGHT_DECAY, weightDecay);
    Bounds.within(MOMENTUM, momentum, 0, 0.9999);
  }

  static OptimiserSettings read(TypedValues value) {
    return new OptimiserSettings(
        value.choice(NAME, Rule.class),
        value.number(LEARNING_RATE),
        value.choice(SCHEDULE, Schedule.class),
        value.number(WEIGHT_DECAY),
        value.number(MOMENTUM),
        value.choice(STATE, State.class));
  }
}
