/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import org.anchorage.core.config.loss.ProxyNcaLossSettings.Own;
import org.anchorage.worker.loss.NormalisedSoftmaxLoss;
import org.anchorage.worker.loss.ProxyAnchorLoss;
import org.anchorage.worker.loss.ProxyNcaLoss;
import org.anchorage.worker.loss.SoftmaxLoss;

/** Reference losses with a vector for each class. */
final class ReferenceClassLosses {

  /** A learning rate, which has no effect here: nothing is trained. */
  private static final double RATE = 1;

  private ReferenceClassLosses() {}

  static References proxyNca() {
    return References.of(
        ReferenceLoss.of("proxy_nca", p -> proxyNca(p, p.number("softmax_scale"), Own.INSIDE, 0)),
        ReferenceLoss.of(
            "proxy_nca_exclusive", p -> proxyNca(p, p.number("softmax_scale"), Own.OUTSIDE, 0)),
        ReferenceLoss.of(
            "proxy_nca_smoothed",
            p ->
                proxyNca(
                    p,
                    p.number("scale_x") * p.number("scale_p"),
                    Own.INSIDE,
                    p.number("smoothing"))));
  }

  static References proxyAnchor() {
    return References.of(
        ReferenceLoss.of(
            "proxy_anchor",
            p -> new ProxyAnchorLoss(classes(p), p.number("alpha"), p.number("margin"), RATE)));
  }

  static References softmax() {
    return References.of(
        ReferenceLoss.of("softmax_cross_entropy", p -> new SoftmaxLoss(classes(p), RATE)));
  }

  static References normalisedSoftmax() {
    return References.of(
        ReferenceLoss.of(
            "normalized_softmax",
            p -> new NormalisedSoftmaxLoss(classes(p), p.number("temperature"), RATE)));
  }

  private static ProxyNcaLoss proxyNca(
      Parameters parameters, double scale, Own own, double smoothing) {
    return new ProxyNcaLoss(classes(parameters), scale, own, smoothing, RATE);
  }

  private static int classes(Parameters parameters) {
    return parameters.classVectors().length;
  }
}
