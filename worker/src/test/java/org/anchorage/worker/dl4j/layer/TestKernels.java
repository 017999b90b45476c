/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import static org.anchorage.worker.dl4j.layer.Single.assertClose;

import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Operations for arrays that Java cannot reach, against the loops that a CPU's networks take. */
class TestKernels {

  @Test
  void firstWeightsGradientIsThatOfPatches() {
    Window window = new Window(5, 1, 0);
    INDArray images = Single.random(1, 4, 14, 12, 2);
    INDArray slope = Single.random(2, 4, 10, 8, 6);
    INDArray byOperation = Nd4j.create(DataType.FLOAT, 6, 2, 5, 5);
    INDArray byPatches = Nd4j.create(DataType.FLOAT, 6, 2, 5, 5);

    Kernels.convolveWeights(images, slope, byOperation, window);
    new PatchProducts(window).into(images, slope, byPatches, null);

    assertClose(byOperation, byPatches, 1e-5);
  }

  @Test
  void poolingsWayBackIsThatOfEqualPixels() {
    INDArray images = Single.random(1, 3, 7, 6, 4);
    INDArray pooled = Nd4j.create(DataType.FLOAT, 3, 3, 3, 4);
    INDArray slope = Single.random(2, 3, 3, 3, 4);
    INDArray byOperation = Nd4j.create(DataType.FLOAT, images.shape());
    INDArray byLoops = Nd4j.create(DataType.FLOAT, images.shape());

    Kernels.pool(images, pooled);
    Kernels.poolBackward(images, slope, byOperation);
    new PoolSlopes().into(images, pooled, slope, byLoops);

    assertClose(byLoops, byOperation, 1e-7);
  }
}
