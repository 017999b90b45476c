/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Circle loss: cosines weighed by how far each is from where it should be. Immutable.
 *
 * @param margin 0 to 1: negatives should be below it, positives above 1 minus it; default 0.4
 * @param gamma over 0; scale of the cosines; default 80
 * @param over what one term covers; default an anchor
 */
public record CircleLossSettings(double margin, double gamma, Over over) implements LossSettings {

  public static final Key MARGIN = Key.fixed("loss.circle.margin");
  public static final Key GAMMA = Key.fixed("loss.circle.gamma");
  public static final Key OVER = Key.fixed("loss.circle.over");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(MARGIN, GAMMA, OVER);

  /** What one term covers. */
  public enum Over {
    /** An anchor with its positives and negatives. */
    ANCHOR,
    /** The batch: all its pairs together. */
    BATCH
  }

  public CircleLossSettings {
    Bounds.within(MARGIN, margin, 0, 1);
    Bounds.positive(GAMMA, gamma);
  }

  static CircleLossSettings read(TypedValues value) {
    return new CircleLossSettings(
        value.number(MARGIN), value.number(GAMMA), value.choice(OVER, Over.class));
  }

  @Override
  public LossName name() {
    return LossName.CIRCLE;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.circle(this);
  }
}
