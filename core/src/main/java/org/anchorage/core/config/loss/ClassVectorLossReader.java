/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.SettingsReader;
import org.anchorage.core.config.value.TypedValues;

/** Reads the settings of losses that learn a vector for each class. */
public final class ClassVectorLossReader {

  private final TypedValues value;

  public ClassVectorLossReader(TypedValues value) {
    this.value = value;
  }

  /** Returns the loss of one of the names that {@link SettingsReader} sends here. */
  public LossSettings read(String name) {
    return switch (name) {
      case "proxy-nca" ->
          new ClassVectorLossSettings.ProxyNca(
              value.number("loss.proxy-nca.scale"),
              value.choice("loss.proxy-nca.own", ClassVectorLossSettings.ProxyNca.Own.class),
              value.number("loss.proxy-nca.smoothing"),
              value.number("loss.proxy-nca.rate"));
      case "proxy-anchor" ->
          new ClassVectorLossSettings.ProxyAnchor(
              value.number("loss.proxy-anchor.alpha"),
              value.number("loss.proxy-anchor.margin"),
              value.number("loss.proxy-anchor.rate"));
      case "softmax" -> new ClassVectorLossSettings.Softmax(value.number("loss.softmax.rate"));
      case "normalised-softmax" ->
          new ClassVectorLossSettings.NormalisedSoftmax(
              value.number("loss.normalised-softmax.temperature"),
              value.number("loss.normalised-softmax.rate"));
      default -> throw new IllegalArgumentException("No loss with class vectors is called " + name);
    };
  }
}
