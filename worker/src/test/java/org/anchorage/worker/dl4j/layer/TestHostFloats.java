/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TestHostFloats {

  private final INDArray array = Nd4j.createFromArray(0f, 1, 2, 3, 4, 5, 6, 7, 8, 9);

  @Test
  void readsAndWritesAcrossItsBuffers() {
    HostFloats floats = new HostFloats(array, 3);
    float[] some = new float[8];

    floats.read(1, some, 8);
    assertThat(some).containsExactly(1, 2, 3, 4, 5, 6, 7, 8);
    floats.write(2, new float[] {-2, -3, -4, -5, -6, -7, -8, -9}, 8);
    assertThat(HostCopy.read(array)).containsExactly(0, 1, -2, -3, -4, -5, -6, -7, -8, -9);
  }

  @Test
  void looksAtAPartOfAnArray() {
    HostFloats floats = new HostFloats(array.get(NDArrayIndex.interval(4, 9)));
    float[] some = new float[2];

    floats.read(3, some, 2);
    assertThat(some).containsExactly(7, 8);
    floats.write(0, new float[] {-4}, 1);
    assertThat(HostCopy.read(array)).containsExactly(0, 1, 2, 3, -4, 5, 6, 7, 8, 9);
  }

  @Test
  void refusesWhatIsNotThere() {
    HostFloats floats = new HostFloats(array);

    assertThatThrownBy(() -> floats.read(8, new float[3], 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Floats 8 to 11 of an array of 10");
    assertThatThrownBy(() -> floats.write(-1, new float[3], 3))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("Floats -1 to 2 of an array of 10");
  }
}
