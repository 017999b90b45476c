/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Window;
import org.anchorage.worker.dl4j.layer.UnitProducts.Pass;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Images with the zeros around them that ND4J's operations cannot add themselves: more on one side
 * than on the other. Stateless.
 */
final class Padded {

  private Padded() {}

  /** Returns the pass's images, padded in scratch memory if both sides differ. */
  static INDArray images(Window window, Pass pass) {
    INDArray images = pass.images();
    if (window.before() == window.after()) {
      return images;
    }
    long all = (long) window.before() + window.after();
    INDArray room =
        pass.room(images.size(0), images.size(1) + all, images.size(2) + all, images.size(3));
    room.assign(0);
    room.get(inside(window, images)).assign(images);
    return room;
  }

  /** Returns the window with the padding that is left to do. */
  static Kernels.Window remaining(Window window) {
    return new Kernels.Window(
        window.side(), window.stride(), window.before() == window.after() ? window.before() : 0);
  }

  /** Copies the inside of padded images. */
  static void crop(Window window, INDArray padded, INDArray to) {
    to.assign(padded.get(inside(window, to)));
  }

  private static INDArrayIndex[] inside(Window window, INDArray images) {
    int before = window.before();
    return new INDArrayIndex[] {
      NDArrayIndex.all(),
      NDArrayIndex.interval(before, before + images.size(1)),
      NDArrayIndex.interval(before, before + images.size(2)),
      NDArrayIndex.all()
    };
  }
}
