/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Proxy-NCA: an embedding should be nearer to its class's proxy than to the others. Immutable.
 *
 * @param scale factor of squared distances, over 0; default 9
 * @param own whether an embedding's own proxy is in the denominator; default outside
 * @param smoothing share of the target that goes to the other classes, 0 to below 1; default 0
 * @param rate factor of the learning rate for the proxies; default 100
 */
public record ProxyNcaLossSettings(double scale, Own own, double smoothing, double rate)
    implements LossSettings {

  public static final Key SCALE = Key.fixed("loss.proxy-nca.scale");
  public static final Key OWN = Key.fixed("loss.proxy-nca.own");
  public static final Key SMOOTHING = Key.fixed("loss.proxy-nca.smoothing");
  public static final Key RATE = Key.fixed("loss.proxy-nca.rate");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(SCALE, OWN, SMOOTHING, RATE);

  /** Where an embedding's own proxy stands. */
  public enum Own {
    /** In the denominator with all others: cross entropy, never negative. */
    INSIDE,
    /** Not in the denominator, as published; the value may be negative: from -4 scale up. */
    OUTSIDE
  }

  public ProxyNcaLossSettings {
    Bounds.positive(SCALE, scale);
    Bounds.share(SMOOTHING, smoothing);
    Bounds.notNegative(RATE, rate);
    if (smoothing > 0 && own == Own.OUTSIDE) {
      throw new ConfigurationException(
          SMOOTHING,
          smoothing,
          "it spreads a target over a softmax of all proxies; set loss.proxy-nca.own = inside");
    }
  }

  static ProxyNcaLossSettings read(TypedValues value) {
    return new ProxyNcaLossSettings(
        value.number(SCALE),
        value.choice(OWN, Own.class),
        value.number(SMOOTHING),
        value.number(RATE));
  }

  @Override
  public LossName name() {
    return LossName.PROXY_NCA;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.proxyNca(this);
  }

  @Override
  public boolean comparesImages() {
    return false;
  }
}
