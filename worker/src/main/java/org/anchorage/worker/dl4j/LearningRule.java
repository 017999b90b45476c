/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import java.util.List;
import org.anchorage.core.architecture.Part;
import org.anchorage.core.config.FineTuneSettings;
import org.anchorage.core.config.OptimiserSettings;
import org.anchorage.core.config.Settings;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;

/**
 * How the layers of a network learn: the optimiser's rule, with a learning rate and a weight decay
 * of the backbone's own. Immutable.
 */
record LearningRule(OptimiserSettings optimiser, FineTuneSettings fineTune) {

  private static final double ADAM_BETA_1 = 0.9;
  private static final double ADAM_BETA_2 = 0.999;
  private static final double ADAM_EPSILON = 1e-8;

  static LearningRule of(Settings settings) {
    return new LearningRule(settings.optimiser(), settings.fineTune());
  }

  /** Returns whether all layers learn alike. */
  boolean isOne() {
    return fineTune.backboneRate() == 1 && fineTune.backboneDecay() == 1;
  }

  /** Gives the rule to all layers of a network. */
  NeuralNetConfiguration.Builder applyTo(NeuralNetConfiguration.Builder network) {
    NeuralNetConfiguration.Builder with = network.updater(rule(1));
    return optimiser.weightDecay() > 0 ? with.l2(optimiser.weightDecay()) : with;
  }

  /** Gives a layer a rule of its own, if its part has one. */
  void applyTo(BaseLayer layer, Part part) {
    if (part != Part.BACKBONE) {
      return;
    }
    if (fineTune.backboneRate() != 1) {
      layer.setIUpdater(rule(fineTune.backboneRate()));
    }
    if (fineTune.backboneDecay() != 1 && optimiser.weightDecay() > 0) {
      // A decay of 0 must be said too, or the layer would take the network's.
      double decay = optimiser.weightDecay() * fineTune.backboneDecay();
      layer.setRegularization(List.of(new L2Regularization(decay)));
    }
  }

  private IUpdater rule(double factor) {
    double rate = optimiser.learningRate() * factor;
    return switch (optimiser.name()) {
      case ADAM -> new Adam(rate, ADAM_BETA_1, ADAM_BETA_2, ADAM_EPSILON);
      case SGD -> new Sgd(rate);
      case NESTEROV -> new Nesterovs(rate, optimiser.momentum());
    };
  }
}
