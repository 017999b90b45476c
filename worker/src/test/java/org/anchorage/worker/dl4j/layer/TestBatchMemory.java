/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TestBatchMemory {

  @Test
  void holdsTheNewest() {
    BatchMemory memory = new BatchMemory(3, 2);
    assertThat(memory.size()).isZero();
    assertThat(memory.embeddings()).isEmpty();

    memory.add(new double[] {1, 1, 2, 2}, new int[] {1, 2});
    assertThat(memory.embeddings()).containsExactly(1, 1, 2, 2);
    assertThat(memory.labels()).containsExactly(1, 2);

    memory.add(new double[] {3, 3, 4, 4}, new int[] {3, 4});
    assertThat(memory.embeddings()).containsExactly(4, 4, 2, 2, 3, 3);
    assertThat(memory.labels()).containsExactly(4, 2, 3);

    memory.add(new double[] {5, 5, 6, 6, 7, 7, 8, 8}, new int[] {5, 6, 7, 8});
    assertThat(memory.labels()).containsExactlyInAnyOrder(6, 7, 8);
    assertThat(memory.size()).isEqualTo(3);
    assertThat(BatchMemory.of(memory, 3, 2)).isSameAs(memory);
    assertThat(BatchMemory.of(memory, 3, 4).size()).isZero();
  }
}
