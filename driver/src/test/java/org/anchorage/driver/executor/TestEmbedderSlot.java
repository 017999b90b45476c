/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.executor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import org.anchorage.worker.step.Embedder;
import org.junit.jupiter.api.Test;

class TestEmbedderSlot {

  /** Embeds as its only parameter. */
  private static final class Constant implements Embedder {

    private float[] parameters = {0};
    private int sets;

    @Override
    public float[] embed(float[] images, int count) {
      return parameters.clone();
    }

    @Override
    public float[] parameters() {
      return parameters.clone();
    }

    @Override
    public void setParameters(float[] values) {
      parameters = values.clone();
      sets++;
    }

    @Override
    public void releaseScratch() {}

    @Override
    public void write(OutputStream out) {}
  }

  private static float embedded(EmbedderSlot slot, long broadcast) {
    return slot.embed(
        new BroadcastKey("test", broadcast),
        () -> new float[] {broadcast},
        embedder -> embedder.embed(new float[0], 1)[0]);
  }

  @Test
  void parametersOfOneBroadcastAreSetOnce() {
    Constant embedder = new Constant();
    try (EmbedderSlot slot = new EmbedderSlot(() -> embedder)) {
      assertThat(embedded(slot, 3)).isEqualTo(3);
      assertThat(embedded(slot, 3)).isEqualTo(3);
      assertThat(embedder.sets).isEqualTo(1);
      assertThat(embedded(slot, 4)).isEqualTo(4);
      assertThat(embedded(slot, 3)).isEqualTo(3);
      assertThat(embedder.sets).isEqualTo(3);
    }
  }
}
