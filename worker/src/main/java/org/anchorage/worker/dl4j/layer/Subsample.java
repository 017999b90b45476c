/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Every stride-th row and column of images, taken out and put back. Not thread-safe. */
final class Subsample {

  private final int stride;
  private float[] line = {};
  private float[] some = {};

  Subsample(int stride) {
    this.stride = stride;
  }

  /** Copies every stride-th pixel of N x H x W x C. */
  void take(INDArray images, INDArray into) {
    if (!Kernels.onHost()) {
      into.assign(every(images));
      return;
    }
    prepare(images, into);
    HostFloats from = new HostFloats(images);
    HostFloats to = new HostFloats(into);
    int channels = (int) images.size(3);
    for (long row = 0; row < into.size(0) * into.size(1); row++) {
      long image = row / into.size(1);
      long y = row % into.size(1) * stride;
      from.read((image * images.size(1) + y) * line.length, line, line.length);
      for (int x = 0; x < some.length; x += channels) {
        System.arraycopy(line, x * stride, some, x, channels);
      }
      to.write(row * some.length, some, some.length);
    }
  }

  /** Copies to every stride-th pixel, and sets all others to 0. */
  void put(INDArray from, INDArray images) {
    if (!Kernels.onHost()) {
      images.assign(0);
      every(images).assign(from);
      return;
    }
    prepare(images, from);
    HostFloats source = new HostFloats(from);
    HostFloats to = new HostFloats(images);
    int channels = (int) images.size(3);
    float[] zeros = new float[line.length];
    float[] spread = new float[line.length];
    for (long row = 0; row < images.size(0) * images.size(1); row++) {
      long y = row % images.size(1);
      if (y % stride != 0) {
        to.write(row * line.length, zeros, line.length);
        continue;
      }
      long at = row / images.size(1) * from.size(1) + y / stride;
      source.read(at * some.length, some, some.length);
      for (int x = 0; x < some.length; x += channels) {
        System.arraycopy(some, x, spread, x * stride, channels);
      }
      to.write(row * line.length, spread, line.length);
    }
  }

  private void prepare(INDArray images, INDArray taken) {
    int channels = (int) images.size(3);
    int row = (int) images.size(2) * channels;
    int short1 = (int) taken.size(2) * channels;
    if (line.length != row || some.length != short1) {
      line = new float[row];
      some = new float[short1];
    }
  }

  private INDArray every(INDArray images) {
    INDArrayIndex rows = NDArrayIndex.interval(0, stride, images.size(1));
    INDArrayIndex columns = NDArrayIndex.interval(0, stride, images.size(2));
    return images.get(NDArrayIndex.all(), rows, columns, NDArrayIndex.all());
  }
}
