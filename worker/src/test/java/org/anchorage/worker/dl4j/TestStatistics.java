/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.anchorage.core.config.Settings;
import org.anchorage.core.config.SettingsReader;
import org.anchorage.worker.loss.RankingLosses;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class TestStatistics {

  private static ComputationGraph network(String encoder) {
    Settings settings =
        SettingsReader.defaults()
            .with(
                List.of(
                    "encoder.name=" + encoder,
                    "encoder.width=4",
                    "image.width=16",
                    "image.height=16",
                    "embedding.dim=8"))
            .settings();
    return Encoders.create(settings, RankingLosses.of(settings.loss(), 4));
  }

  @Test
  void theyAreTheRunningMeansAndVariances() {
    ComputationGraph network = network("residual");
    int expected = 0;
    for (Layer layer : network.getLayers()) {
      if (layer.conf().getLayer() instanceof BatchNormalization) {
        layer.getParam("mean").assign(-77);
        layer.getParam("var").assign(-77);
        expected += 2 * (int) layer.getParam("mean").length();
      }
    }
    float[] flat = new Nd4jLearner(network).parameters();
    for (int i = 0; i < flat.length; i++) {
      assertThat(Statistics.of(network).get(i)).as("parameter %d", i).isEqualTo(flat[i] == -77);
    }
    assertThat(Statistics.of(network).cardinality()).isEqualTo(expected).isPositive();
  }

  @Test
  void aNetworkWithoutBatchNormalisationHasNone() {
    assertThat(Statistics.of(network("c2f2")).isEmpty()).isTrue();
  }
}
