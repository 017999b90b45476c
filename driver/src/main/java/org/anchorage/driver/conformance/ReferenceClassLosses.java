/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.conformance;

import java.util.Optional;
import org.anchorage.worker.loss.NormalisedSoftmaxLoss;
import org.anchorage.worker.loss.ProxyAnchorLoss;
import org.anchorage.worker.loss.ProxyNcaLoss;
import org.anchorage.worker.loss.ProxyNcaLoss.Own;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.loss.SoftmaxLoss;

/** Reference losses with a vector for each class. */
final class ReferenceClassLosses {

  /** Of no consequence where nothing is trained. */
  private static final double RATE = 1;

  private ReferenceClassLosses() {}

  static Optional<RankingLoss> of(String name, Parameters parameters, int classes) {
    return Optional.ofNullable(
        switch (name) {
          case "proxy_nca" ->
              new ProxyNcaLoss(classes, parameters.number("softmax_scale"), Own.INSIDE, 0, RATE);
          case "proxy_nca_exclusive" ->
              new ProxyNcaLoss(classes, parameters.number("softmax_scale"), Own.OUTSIDE, 0, RATE);
          case "proxy_nca_smoothed" ->
              new ProxyNcaLoss(
                  classes,
                  parameters.number("scale_x") * parameters.number("scale_p"),
                  Own.INSIDE,
                  parameters.number("smoothing"),
                  RATE);
          case "proxy_anchor" ->
              new ProxyAnchorLoss(
                  classes, parameters.number("alpha"), parameters.number("margin"), RATE);
          case "softmax_cross_entropy" -> new SoftmaxLoss(classes, RATE);
          case "normalized_softmax" ->
              new NormalisedSoftmaxLoss(classes, parameters.number("temperature"), RATE);
          default -> null;
        });
  }
}
