/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.config.loss;

import org.anchorage.core.config.value.Check;
import org.anchorage.core.config.value.ConfigurationException;

/** The losses that learn a vector for each class that is trained on. Immutable. */
public sealed interface ClassVectorLossSettings extends LossSettings {

  /**
   * Proxy-NCA: an embedding shall be nearer to its class's proxy than to the others.
   *
   * @param scale over 0: what squared distances are multiplied by; default 9
   * @param own whether an embedding's own proxy is among those it is told from; default outside
   * @param smoothing share of the target that goes to the other classes, 0 to below 1; default 0
   * @param rate what the learning rate is multiplied by for the proxies; default 100
   */
  record ProxyNca(double scale, Own own, double smoothing, double rate)
      implements ClassVectorLossSettings {

    /** Where an embedding's own proxy stands. */
    public enum Own {
      /** In the denominator with all others: cross entropy, never negative. */
      INSIDE,
      /** Not in the denominator, as published; the value may be negative. */
      OUTSIDE
    }

    public ProxyNca {
      Check.positive("loss.proxy-nca.scale", scale);
      Check.share("loss.proxy-nca.smoothing", smoothing);
      Check.notNegative("loss.proxy-nca.rate", rate);
      if (smoothing > 0 && own == Own.OUTSIDE) {
        throw new ConfigurationException(
            "loss.proxy-nca.smoothing",
            smoothing,
            "it spreads a target over a softmax of all proxies; set loss.proxy-nca.own = inside");
      }
    }

    @Override
    public String written() {
      return "proxy-nca";
    }
  }

  /**
   * Proxy-Anchor: each proxy draws the embeddings of its class and pushes off the others, the
   * hardest most.
   *
   * @param alpha over 0: how much the hardest count before the rest; default 32
   * @param margin zero or more, in cosines; default 0.1
   * @param rate what the learning rate is multiplied by for the proxies; default 100
   */
  record ProxyAnchor(double alpha, double margin, double rate) implements ClassVectorLossSettings {

    public ProxyAnchor {
      Check.positive("loss.proxy-anchor.alpha", alpha);
      Check.notNegative("loss.proxy-anchor.margin", margin);
      Check.notNegative("loss.proxy-anchor.rate", rate);
    }

    @Override
    public String written() {
      return "proxy-anchor";
    }
  }

  /**
   * Softmax cross entropy over the classes, of a linear layer with bias.
   *
   * @param rate what the learning rate is multiplied by for weights and biases; default 1
   */
  record Softmax(double rate) implements ClassVectorLossSettings {

    public Softmax {
      Check.notNegative("loss.softmax.rate", rate);
    }

    @Override
    public String written() {
      return "softmax";
    }
  }

  /**
   * Softmax cross entropy of cosines with a weight vector a class.
   *
   * @param temperature over 0: what cosines are divided by; default 0.05
   * @param rate what the learning rate is multiplied by for the weights; default 1
   */
  record NormalisedSoftmax(double temperature, double rate) implements ClassVectorLossSettings {

    public NormalisedSoftmax {
      Check.positive("loss.normalised-softmax.temperature", temperature);
      Check.notNegative("loss.normalised-softmax.rate", rate);
    }

    @Override
    public String written() {
      return "normalised-softmax";
    }
  }
}
