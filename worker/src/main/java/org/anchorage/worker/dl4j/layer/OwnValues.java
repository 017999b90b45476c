/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.dl4j.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.deeplearning4j.nn.gradient.DefaultGradient;
import org.deeplearning4j.nn.gradient.Gradient;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The values of a loss's own parameters, laid out by {@link OwnParameters}, and their gradient.
 *
 * @param parts of the loss
 * @param parameters by key
 * @param slopes by key, views of the network's gradient
 */
record OwnValues(
    List<OwnPart> parts, Map<String, INDArray> parameters, Map<String, INDArray> slopes) {

  /** Returns the rows of every part that has some, in double precision. */
  List<INDArray> rows() {
    List<INDArray> rows = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      if (parts.get(part).rows() > 0) {
        rows.add(of(parameters, OwnParameters.rows(part)).castTo(DataType.DOUBLE));
      }
    }
    return rows;
  }

  /** Returns the single numbers of all parts. */
  double[] numbers() {
    double[] numbers = new double[parts.stream().mapToInt(OwnPart::numbers).sum()];
    int at = 0;
    for (int part = 0; part < parts.size(); part++) {
      if (parts.get(part).numbers() > 0) {
        for (float number : HostCopy.read(of(parameters, OwnParameters.numbers(part)))) {
          numbers[at++] = number;
        }
      }
    }
    return numbers;
  }

  /**
   * Writes the gradient and returns it.
   *
   * @param ofRows slopes of all parts' rows; null if there are none
   * @param ofNumbers slopes of all parts' numbers
   */
  Gradient gradient(@Nullable INDArray ofRows, double[] ofNumbers) {
    Gradient gradient = new DefaultGradient();
    int row = 0;
    int number = 0;
    for (int part = 0; part < parts.size(); part++) {
      int rows = parts.get(part).rows();
      if (ofRows != null && rows > 0) {
        INDArray view = of(slopes, OwnParameters.rows(part));
        view.assign(ofRows.get(NDArrayIndex.interval(row, row + rows), NDArrayIndex.all()));
        gradient.setGradientFor(OwnParameters.rows(part), view);
        row += rows;
      }
      int numbers = parts.get(part).numbers();
      if (numbers > 0) {
        INDArray view = of(slopes, OwnParameters.numbers(part));
        HostCopy.write(floats(Arrays.copyOfRange(ofNumbers, number, number + numbers)), view);
        gradient.setGradientFor(OwnParameters.numbers(part), view);
        number += numbers;
      }
    }
    return gradient;
  }

  private static INDArray of(Map<String, INDArray> arrays, String key) {
    return Objects.requireNonNull(arrays.get(key), key);
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }
}
