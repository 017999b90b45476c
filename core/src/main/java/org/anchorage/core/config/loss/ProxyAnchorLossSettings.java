/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import java.util.List;
import org.anchorage.core.config.value.Bounds;
import org.anchorage.core.config.value.Key;
import org.anchorage.core.config.value.TypedValues;

/**
 * Proxy-Anchor: each proxy attracts the embeddings of its class and repels the others, the hardest
 * most. Immutable.
 *
 * @param alpha over 0: how much more the hardest count than the rest; default 32
 * @param margin zero or more, in cosines; default 0.1
 * @param rate factor of the learning rate for the proxies; default 100
 */
public record ProxyAnchorLossSettings(double alpha, double margin, double rate)
    implements LossSettings {

  public static final Key ALPHA = Key.fixed("loss.proxy-anchor.alpha");
  public static final Key MARGIN = Key.fixed("loss.proxy-anchor.margin");
  public static final Key RATE = Key.fixed("loss.proxy-anchor.rate");

  /** Every key of this record. */
  static final List<Key> KEYS = List.of(ALPHA, MARGIN, RATE);

  public ProxyAnchorLossSettings {
    Bounds.positive(ALPHA, alpha);
    Bounds.notNegative(MARGIN, margin);
    Bounds.notNegative(RATE, rate);
  }

  static ProxyAnchorLossSettings read(TypedValues value) {
    return new ProxyAnchorLossSettings(
        value.number(ALPHA), value.number(MARGIN), value.number(RATE));
  }

  @Override
  public LossName name() {
    return LossName.PROXY_ANCHOR;
  }

  @Override
  public <R> R accept(LossVisitor<R> visitor) {
    return visitor.proxyAnchor(this);
  }

  @Override
  public boolean comparesImages() {
    return false;
  }
}
