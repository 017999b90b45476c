/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class TestHostCopy {

  @Test
  void readsAndWritesViewsWhereTheyLie() {
    INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}, {5, 6}});
    INDArray rows = matrix.get(NDArrayIndex.interval(1, 3), NDArrayIndex.all());

    assertThat(HostCopy.read(rows)).containsExactly(3, 4, 5, 6);
    HostCopy.write(new float[] {7, 8, 9, 10}, rows);
    assertThat(HostCopy.read(matrix)).containsExactly(1, 2, 7, 8, 9, 10);
  }

  @Test
  void anAssignmentChangesNothingAround() {
    INDArray flat = Nd4j.createFromArray(1f, 2, 3, 4, 5, 6);
    INDArray weights = flat.get(NDArrayIndex.interval(1, 5)).reshape('c', 2, 2);

    HostCopy.assign(new float[] {7, 8, 9, 10}, weights);
    assertThat(HostCopy.read(flat)).containsExactly(1, 7, 8, 9, 10, 6);
    HostCopy.assign(new float[] {0}, flat.get(NDArrayIndex.interval(5, 6)));
    assertThat(HostCopy.read(flat)).containsExactly(1, 7, 8, 9, 10, 0);
  }

  @Test
  void refusesWhatDoesNotLieRowByRow() {
    INDArray matrix = Nd4j.createFromArray(new float[][] {{1, 2}, {3, 4}});

    assertThatThrownBy(() -> HostCopy.read(matrix.transpose()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Can copy floats row by row and without gaps only");
    assertThatThrownBy(() -> HostCopy.read(matrix.getColumn(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("pass array.dup('c')");
    assertThatThrownBy(() -> HostCopy.write(new float[3], matrix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Cannot write 3 floats over 4");
  }
}
