/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import org.anchorage.core.architecture.Layer.Activation;
import org.anchorage.core.architecture.Layer.ConvolutionUnit;
import org.anchorage.core.architecture.Layer.Filters;
import org.anchorage.core.architecture.Layer.Norm;
import org.anchorage.core.architecture.Layer.Window;

/**
 * A convolution unit in plain loops and double precision: the convolution, then batch
 * normalisation, then the activation, one after the other.
 *
 * @param parameters as the layer has them in its flat vector
 */
record SlowUnit(ConvolutionUnit unit, int inputs, double[] parameters) {

  /** Images of one size. */
  record Images(int count, int height, int width, int channels, double[] values) {
    double at(int n, int y, int x, int c) {
      return y < 0 || x < 0 || y >= height || x >= width ? 0 : values[index(n, y, x, c)];
    }

    int index(int n, int y, int x, int c) {
      return ((n * height + y) * width + x) * channels + c;
    }
  }

  int taps() {
    int square = unit.window().side() * unit.window().side();
    return unit.filters() == Filters.DEPTHWISE ? square : square * inputs;
  }

  private double weight(int o, int c, int i, int j) {
    int side = unit.window().side();
    int from = unit.filters() == Filters.DEPTHWISE ? o : o * inputs + c;
    return parameters[(from * side + i) * side + j];
  }

  Images forward(Images x) {
    Window window = unit.window();
    int height = window.over(x.height());
    int width = window.over(x.width());
    int outputs = unit.channels();
    Images y =
        new Images(
            x.count(), height, width, outputs, new double[x.count() * height * width * outputs]);
    for (int n = 0; n < x.count(); n++) {
      for (int r = 0; r < height; r++) {
        for (int s = 0; s < width; s++) {
          for (int o = 0; o < outputs; o++) {
            y.values()[y.index(n, r, s, o)] = activated(normed(o, convolved(x, n, r, s, o)));
          }
        }
      }
    }
    return y;
  }

  private double convolved(Images x, int n, int r, int s, int o) {
    Window window = unit.window();
    boolean alone = unit.filters() == Filters.DEPTHWISE;
    double sum = 0;
    for (int c = alone ? o : 0; c < (alone ? o + 1 : inputs); c++) {
      for (int i = 0; i < window.side(); i++) {
        for (int j = 0; j < window.side(); j++) {
          int top = r * window.stride() - window.before();
          int left = s * window.stride() - window.before();
          sum += weight(o, c, i, j) * x.at(n, top + i, left + j, c);
        }
      }
    }
    return sum;
  }

  private double normed(int o, double value) {
    int from = unit.channels() * taps() + o;
    int step = unit.channels();
    return switch (unit.norm()) {
      case NONE -> value;
      case BIAS -> value + parameters[from];
      case FIXED ->
          parameters[from]
                  * (value - parameters[from + 2 * step])
                  / Math.sqrt(parameters[from + 3 * step] + unit.epsilon())
              + parameters[from + step];
    };
  }

  private double activated(double value) {
    return switch (unit.then()) {
      case NONE -> value;
      case RECTIFIER -> Math.max(0, value);
      case RECTIFIER_6 -> Math.min(6, Math.max(0, value));
    };
  }

  /** Returns how many of the parameters are learnt; those behind are fixed. */
  int learnt() {
    return parameters.length - (unit.norm() == Norm.FIXED ? 2 * unit.channels() : 0);
  }

  boolean isLinear() {
    return unit.then() == Activation.NONE;
  }
}
