/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.worker.dl4j.layer.Kernels.Window;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The plainest loops of a convolution, in double precision: slow twins of the products. Weights are
 * O x C/G x K x K: each of G groups of output channels reads a group of input channels.
 */
final class PlainConvolution {

  private final Window window;
  private final int groups;

  PlainConvolution(Window window, int groups) {
    this.window = window;
    this.groups = groups;
  }

  /** What is done at each pair of an output's and an input's pixel. */
  private interface Visit {
    void at(int output, int input, int weight);
  }

  private void visit(long[] images, long[] results, Visit visit) {
    int height = (int) images[1];
    int width = (int) images[2];
    int in = (int) images[3];
    int out = (int) results[3];
    int side = window.side();
    int reads = in / groups;
    for (int n = 0; n < images[0]; n++) {
      for (int y = 0; y < results[1]; y++) {
        for (int x = 0; x < results[2]; x++) {
          for (int i = 0; i < side; i++) {
            for (int j = 0; j < side; j++) {
              int row = y * window.stride() + i - window.before();
              int column = x * window.stride() + j - window.before();
              if (row < 0 || row >= height || column < 0 || column >= width) {
                continue;
              }
              for (int o = 0; o < out; o++) {
                for (int c = 0; c < reads; c++) {
                  int from = o / (out / groups) * reads + c;
                  visit.at(
                      (int) (((n * results[1] + y) * results[2] + x) * out + o),
                      ((n * height + row) * width + column) * in + from,
                      ((o * reads + c) * side + i) * side + j);
                }
              }
            }
          }
        }
      }
    }
  }

  INDArray forward(INDArray images, INDArray weights, INDArray bias) {
    int out = (int) weights.size(0);
    long[] shape = {images.size(0), window.over(images.size(1)), window.over(images.size(2)), out};
    float[] x = HostCopy.read(images);
    float[] w = HostCopy.read(weights);
    float[] b = HostCopy.read(bias);
    double[] y = new double[(int) (shape[0] * shape[1] * shape[2] * shape[3])];
    for (int i = 0; i < y.length; i++) {
      y[i] = b[i % out];
    }
    visit(images.shape(), shape, (o, i, k) -> y[o] += (double) x[i] * w[k]);
    return floats(y, shape);
  }

  INDArray imageSlope(INDArray images, INDArray weights, INDArray slope) {
    float[] w = HostCopy.read(weights);
    float[] g = HostCopy.read(slope);
    double[] gx = new double[(int) images.length()];
    visit(images.shape(), slope.shape(), (o, i, k) -> gx[i] += (double) g[o] * w[k]);
    return floats(gx, images.shape());
  }

  INDArray weightSlope(INDArray images, INDArray weights, INDArray slope) {
    float[] x = HostCopy.read(images);
    float[] g = HostCopy.read(slope);
    double[] gw = new double[(int) weights.length()];
    visit(images.shape(), slope.shape(), (o, i, k) -> gw[k] += (double) g[o] * x[i]);
    return floats(gw, weights.shape());
  }

  static INDArray floats(double[] values, long... shape) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return Nd4j.createFromArray(floats).reshape('c', shape);
  }
}
