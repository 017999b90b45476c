/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.io.Serializable;
import java.util.List;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.TypedValues;

/**
 * The ranking loss to train with, and its constants. Immutable.
 *
 * <p>Each loss has a record, which declares its keys, checks its constants and reads them. {@link
 * LossName} is the table of names. A {@link LossVisitor} has a method for each loss.
 */
public sealed interface LossSettings extends Serializable
    permits TripletLossSettings,
        ContrastiveLossSettings,
        MarginLossSettings,
        NPairsLossSettings,
        NPairsOvoLossSettings,
        AngularLossSettings,
        NPairsAngularLossSettings,
        NtXentLossSettings,
        SupConLossSettings,
        MultiSimilarityLossSettings,
        LiftedLossSettings,
        CircleLossSettings,
        NcaLossSettings,
        MultipleNegativesLossSettings,
        ProxyNcaLossSettings,
        ProxyAnchorLossSettings,
        SoftmaxLossSettings,
        NormalisedSoftmaxLossSettings,
        WeightedLossesSettings,
        CrossBatchMemorySettings {

  /**
   * Reads the loss that {@code loss.name} names, with its memory if one is asked for.
   *
   * @throws ConfigurationException if a value is of the wrong type or out of range, or two settings
   *     cannot go together
   */
  static LossSettings read(TypedValues value) {
    LossName name = value.choice(LossName.NAME, LossName.class);
    return CrossBatchMemorySettings.read(value, name.read(value));
  }

  /** Returns the loss's name. */
  LossName name();

  /** Calls the visitor's method for this kind of loss. */
  <R> R accept(LossVisitor<R> visitor);

  /** Returns the name as written in {@code loss.name}. */
  default String written() {
    return name().written();
  }

  /** Returns the losses that this one is made of; a single loss returns itself. */
  default List<LossSettings> parts() {
    return List.of(this);
  }

  /** Returns whether the loss reads a batch as pairs. If so, the sampler must draw pairs. */
  default boolean takesPairs() {
    return false;
  }

  /** Returns whether the loss compares images with one another, not with vectors of its own. */
  default boolean comparesImages() {
    return true;
  }
}
