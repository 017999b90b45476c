/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/**
 * Angular loss: the angle at a negative, seen from anchor and positive, shall be small. Immutable.
 */
public sealed interface AngularLossSettings extends SimilarityLossSettings {

  /** What a term is of. */
  enum Form {
    /** A pair with the positives of the other pairs. */
    MC,
    /** A positive pair with all rows of other classes. */
    BATCH,
    /** A triplet; exact where the others are a smooth bound. */
    HINGE
  }

  /** Which rows are divided by their lengths. */
  enum Normalise {
    /** All. */
    ALL,
    /** Anchors and positives, not negatives. */
    PAIRS,
    /** None. */
    NONE
  }

  /** Returns what a term is of. */
  Form form();

  @Override
  default boolean takesPairs() {
    return form() == Form.MC;
  }

  /**
   * Angular loss by itself.
   *
   * @param alpha upper bound of the angle, 1 to 89 degrees; default 45
   * @param form what a term is of; default a pair
   * @param normalise which rows are divided by their lengths; default all
   * @param l2 weight of the squared lengths where form is mc, zero or more; default 0.002
   */
  record Alone(double alpha, Form form, Normalise normalise, double l2)
      implements AngularLossSettings {

    public Alone {
      Check.within("loss.angular.alpha", alpha, 1, 89);
      Check.notNegative("loss.angular.l2", l2);
      if (form == Form.HINGE && normalise == Normalise.PAIRS) {
        throw new ConfigurationException(
            "loss.angular.normalise",
            "pairs",
            "loss.angular.form = hinge measures distances between rows; use all or none");
      }
    }

    @Override
    public String written() {
      return "angular";
    }
  }

  /**
   * N-pairs and angular loss together. The N-pairs part takes embeddings as they are.
   *
   * @param alpha upper bound of the angle, 1 to 89 degrees; default 45
   * @param form what a term of both parts is of, mc or batch; default mc
   * @param normalise which rows the angular part divides by their lengths; default all
   * @param weight of the angular part, over 0; default 2
   * @param l2 weight of the squared lengths where form is mc, zero or more; default 0.002
   * @param length weight of the mean length where form is batch, zero or more; default 0.005
   */
  record WithNPairs(
      double alpha, Form form, Normalise normalise, double weight, double l2, double length)
      implements AngularLossSettings {

    public WithNPairs {
      Check.within("loss.angular.alpha", alpha, 1, 89);
      Check.positive("loss.angular.weight", weight);
      Check.notNegative("loss.angular.l2", l2);
      Check.notNegative("loss.angular.length", length);
      if (form == Form.HINGE) {
        throw new ConfigurationException(
            "loss.angular.form",
            "hinge",
            "loss.name = n-pairs-angular has no triplets; use mc or batch");
      }
    }

    @Override
    public String written() {
      return "n-pairs-angular";
    }
  }
}
