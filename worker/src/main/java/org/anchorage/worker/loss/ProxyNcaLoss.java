/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.List;
import org.anchorage.core.config.loss.ProxyNcaLossSettings.Own;

/**
 * Proxy-NCA: an embedding x should be nearer to the proxy p of its class than to those of the
 * others, by squared distance on the unit sphere (<a
 * href="https://arxiv.org/abs/1703.07464">Movshovitz-Attias et al. 2017</a>). With d(z) = |x/|x| -
 * p_z/|p_z||<sup>2</sup>, the mean over the batch of scale d(y) + log sum over z of exp(-scale
 * d(z)), y the own class. On the sphere d = 2 - 2 cos, and only cosines are computed.
 *
 * <p>Normalises embeddings and proxies itself. An embedding or proxy shorter than 1e-12 counts as
 * orthogonal to all, with zero gradient. With one class or an empty batch, value and slope are 0.
 *
 * @param classes C, one proxy each
 * @param scale over 0; other implementations scale embeddings and proxies to lengths with this
 *     product
 * @param own whether the sum includes the own proxy
 * @param smoothing share of the target that goes to the other classes, 0 to below 1; 0 if the own
 *     proxy is outside
 * @param rate factor on the learning rate of the proxies
 */
public record ProxyNcaLoss(int classes, double scale, Own own, double smoothing, double rate)
    implements RankingLoss {

  /**
   * Describes the loss.
   *
   * @throws IllegalArgumentException if targets are to be smoothed while the own proxy is outside
   */
  public ProxyNcaLoss {
    if (smoothing > 0 && own == Own.OUTSIDE) {
      throw new IllegalArgumentException(
          "Targets smoothed by "
              + smoothing
              + " need a softmax over all proxies; set loss.proxy-nca.own = inside");
    }
  }

  @Override
  public Origin origin() {
    return Origin.ZERO;
  }

  @Override
  public List<Learnt> learntParts() {
    return List.of(ClassVectors.directions(classes, rate));
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException also if a label is not 0 to below C
   */
  /** False: embeddings are compared with the vectors of the classes alone. */
  @Override
  public boolean readsReferences() {
    return false;
  }

  @Override
  public LossResult evaluate(LossInput input) {
    ClassVectors proxies = new ClassVectors(input, classes);
    return proxies.ofScaledCosines(
        2 * scale,
        logits ->
            own == Own.INSIDE
                ? CrossEntropy.of(proxies, logits, smoothing)
                : CrossEntropy.againstOthers(proxies, logits));
  }
}
