/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

/**
 * The mean over a batch of the cross entropy between the softmax of each anchor's logits, one per
 * class, and its target. No exponential overflows, however large the logits.
 *
 * @param value the mean; 0 for an empty batch
 * @param slopes its slope for each logit, B x C row-major
 * @param active anchors with a value over zero
 */
record CrossEntropy(double value, double[] slopes, int active) {

  /**
   * Computes it with a target of 1 - smoothing for an anchor's own class and the rest spread evenly
   * over the others.
   *
   * @param vectors says B, C and the anchors' classes
   * @param logits B x C row-major
   * @param smoothing 0 to below 1; without effect if there is only one class
   */
  static CrossEntropy of(ClassVectors vectors, double[] logits, double smoothing) {
    int classes = vectors.classes();
    int batch = vectors.anchors();
    double other = classes > 1 ? smoothing / (classes - 1) : 0;
    double own = classes > 1 ? 1 - smoothing : 1;
    double[] slopes = new double[logits.length];
    double sum = 0;
    int active = 0;
    for (int i = 0; i < batch; i++) {
      int from = i * classes;
      double largest = largest(logits, from, classes);
      double exponentials = 0;
      double shifts = 0;
      for (int at = from; at < from + classes; at++) {
        double shifted = logits[at] - largest;
        slopes[at] = Math.exp(shifted);
        exponentials += slopes[at];
        shifts += shifted;
      }
      int target = from + vectors.label(i);
      for (int at = from; at < from + classes; at++) {
        slopes[at] = (slopes[at] / exponentials - (at == target ? own : other)) / batch;
      }
      double ownShift = logits[target] - largest;
      double value = Math.log(exponentials) - own * ownShift - other * (shifts - ownShift);
      sum += value;
      active += value > 0 ? 1 : 0;
    }
    return new CrossEntropy(batch == 0 ? 0 : sum / batch, slopes, active);
  }

  /**
   * Computes the mean of log(sum over the other classes of exp(logit)) - own logit: an anchor's own
   * class is not in the denominator. Without another class it is 0.
   *
   * @param vectors says B, C and the anchors' classes
   * @param logits B x C row-major
   */
  static CrossEntropy againstOthers(ClassVectors vectors, double[] logits) {
    int classes = vectors.classes();
    int batch = vectors.anchors();
    double[] slopes = new double[logits.length];
    if (classes < 2) {
      return new CrossEntropy(0, slopes, 0);
    }
    double sum = 0;
    int active = 0;
    for (int i = 0; i < batch; i++) {
      int from = i * classes;
      int target = from + vectors.label(i);
      double kept = logits[target];
      logits[target] = Double.NEGATIVE_INFINITY;
      double largest = largest(logits, from, classes);
      double exponentials = 0;
      for (int at = from; at < from + classes; at++) {
        slopes[at] = Math.exp(logits[at] - largest);
        exponentials += slopes[at];
      }
      for (int at = from; at < from + classes; at++) {
        slopes[at] /= exponentials * batch;
      }
      logits[target] = kept;
      slopes[target] = -1.0 / batch;
      double value = largest + Math.log(exponentials) - kept;
      sum += value;
      active += value > 0 ? 1 : 0;
    }
    return new CrossEntropy(batch == 0 ? 0 : sum / batch, slopes, active);
  }

  private static double largest(double[] logits, int from, int count) {
    double largest = Double.NEGATIVE_INFINITY;
    for (int at = from; at < from + count; at++) {
      largest = Math.max(largest, logits[at]);
    }
    return largest;
  }
}
