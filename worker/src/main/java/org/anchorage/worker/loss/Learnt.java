/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * One part of the parameters that a loss learns beside the embedding. Rows have the embedding's
 * dimension, such as one proxy per class, and become further rows of the Gram matrix. Numbers are
 * single, such as a bias or a boundary. All are parameters of the network like any other, averaged
 * across workers.
 *
 * @param rows number of rows; often one per class, then in the order of the classes' labels
 * @param mean of the normal distribution that a row's components are drawn from at the start
 * @param deviation of that distribution; with 0 all components are the mean
 * @param numbers initial values of the single numbers; kept, not copied
 * @param rate factor on the learning rate for all of these; 0 leaves them as they are
 */
public record Learnt(int rows, double mean, double deviation, double[] numbers, double rate)
    implements Serializable {

  /** Returns the number of rows of all parts together. */
  public static int rows(List<Learnt> parts) {
    return parts.stream().mapToInt(Learnt::rows).sum();
  }

  /** Returns the initial values of all parts' numbers, one part after another. */
  public static double[] numbers(List<Learnt> parts) {
    return parts.stream().flatMapToDouble(part -> Arrays.stream(part.numbers())).toArray();
  }
}
