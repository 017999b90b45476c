/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import org.anchorage.core.config.loss.ClassVectorLossSettings;

/** From what is written in a configuration to the loss with class vectors that it names. */
final class ClassVectorLosses {

  private ClassVectorLosses() {}

  static RankingLoss of(ClassVectorLossSettings settings, int classes) {
    if (settings instanceof ClassVectorLossSettings.ProxyNca nca) {
      return new ProxyNcaLoss(classes, nca.scale(), own(nca.own()), nca.smoothing(), nca.rate());
    }
    if (settings instanceof ClassVectorLossSettings.ProxyAnchor anchor) {
      return new ProxyAnchorLoss(classes, anchor.alpha(), anchor.margin(), anchor.rate());
    }
    if (settings instanceof ClassVectorLossSettings.NormalisedSoftmax normalised) {
      return new NormalisedSoftmaxLoss(classes, normalised.temperature(), normalised.rate());
    }
    return new SoftmaxLoss(classes, ((ClassVectorLossSettings.Softmax) settings).rate());
  }

  private static ProxyNcaLoss.Own own(ClassVectorLossSettings.ProxyNca.Own own) {
    return switch (own) {
      case INSIDE -> ProxyNcaLoss.Own.INSIDE;
      case OUTSIDE -> ProxyNcaLoss.Own.OUTSIDE;
    };
  }
}
