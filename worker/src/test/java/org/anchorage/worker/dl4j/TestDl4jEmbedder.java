/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.worker.loss.RankingLoss;
import org.anchorage.worker.step.Embedder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;

class TestDl4jEmbedder {

  private static final RankingLoss LOSS = new Contrastive(RankingLoss.Origin.BATCH_MEAN);

  @Test
  void batchDoesNotMatter() {
    ComputationGraph network = Encoders.create(Batch.small("residual"), LOSS);
    Batch batch = new Batch(Batch.small("residual"));
    new Nd4jLearner(network).step(batch.input(), new Seed(0));
    Embedder embedder = Nd4jEngine.embedder(network);
    int size = batch.images().length / 16;
    float[] many = new float[160 * size];
    for (int i = 0; i < 10; i++) {
      System.arraycopy(batch.images(), 0, many, i * 16 * size, 16 * size);
    }

    float[] vectors = embedder.embed(many, 160);
    float[] alone = embedder.embed(Arrays.copyOfRange(many, 0, size), 1);

    assertThat(vectors).hasSize(160 * 8);
    assertThat(Arrays.copyOfRange(vectors, 0, 8)).containsExactly(alone, offset(1e-5f));
    assertThat(Arrays.copyOfRange(vectors, 144 * 8, 160 * 8))
        .containsExactly(Arrays.copyOfRange(vectors, 0, 16 * 8), offset(1e-5f));
  }

  @Test
  void nothingGivesNothing() {
    Embedder embedder = Nd4jEngine.embedder(Encoders.create(Batch.small("c2f2"), LOSS));

    assertThat(embedder.embed(new float[0], 0)).isEmpty();
  }

  @Test
  void refusesPartsOfImages() {
    Embedder embedder = Nd4jEngine.embedder(Encoders.create(Batch.small("c2f2"), LOSS));

    assertThatThrownBy(() -> embedder.embed(new float[7], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot embed 7 floats as 1 images of 288");
  }
}
