/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Lifted structure loss: all negatives of a positive pair, or of an anchor, at once. Immutable.
 *
 * @param form by pair (default) or by anchor
 * @param margin over 0, in units of the Euclidean distance; default 1
 * @param positiveMargin zero or more; distance that positives may keep if form is generalised;
 *     default 0
 */
public record LiftedLossSettings(Form form, double margin, double positiveMargin)
    implements LossSettings {

  public static final Key FORM = Key.fixed("loss.lifted.form");
  public static final Key MARGIN = Key.fixed("loss.lifted.margin");
  public static final Key POSITIVE_MARGIN = Key.fixed("loss.lifted.positive-margin");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(FORM, MARGIN, POSITIVE_MARGIN);

  /** What one term covers. */
  public enum Form {
    /** A positive pair with the negatives of both (Song et al. 2016). */
    PAIRS,
    /** An anchor with all its positives and negatives (Hermans et al. 2017). */
    GENERALISED
  }

  public LiftedLossSettings {
    Bounds.positive(MARGIN, margin);
    Bounds.notNegative(POSITIVE_MARGIN, positiveMargin);
  }

  static LiftedLossSettings read(TypedValues value) {
    return new LiftedLossSettings(
        value.choice(FORM, Form.class), value.number(MARGIN), value.number(POSITIVE_MARGIN));
  }

  @Override
  public LossName name() {
    return LossName.LIFTED;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.lifted(this);
  }
}
