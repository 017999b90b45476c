/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.loss;

import java.util.function.Function;
import org.anchorage.core.gram.Gram;
import org.anchorage.core.gram.Rows;

/**
 * The products and cosines of a batch's B anchors with the C vectors that a loss learns, one per
 * class. Turns their slopes into the slope of the Gram matrix. Products among anchors or among
 * vectors are not read. A vector shorter than 1e-12 has no direction: its cosine with every other
 * is 0, with zero gradient.
 *
 * <p>Not thread-safe.
 */
final class ClassVectors {

  private final Gram gram;
  private final Rows rows;
  private final int classes;
  private final double[] inverse;

  /**
   * Returns the vectors of a loss that reads cosines only: a normal draw by He et al. 2015 with
   * fan-out C. Their length only sets how far a step turns a vector.
   */
  static Learnt directions(int classes, double rate) {
    return new Learnt(classes, 0, Math.sqrt(2.0 / Math.max(1, classes)), new double[0], rate);
  }

  /**
   * Finds a loss's vectors behind the batch and its references.
   *
   * @param classes C, the number that is expected
   * @throws IllegalArgumentException if there are not C, or an anchor's label is not one of theirs
   */
  ClassVectors(LossInput input, int classes) {
    this.gram = input.gram();
    this.rows = input.rows();
    this.classes = classes;
    this.inverse = gram.inverseLengths();
    if (input.ownRows() != classes) {
      throw new IllegalArgumentException(
          "A loss over "
              + classes
              + " classes needs one row for each, not "
              + input.ownRows()
              + "; pass one for each class");
    }
    for (int i = 0; i < rows.anchors(); i++) {
      if (rows.label(i) < 0 || rows.label(i) >= classes) {
        throw new IllegalArgumentException(
            "Row "
                + i
                + " is of class "
                + rows.label(i)
                + ", and the loss knows classes 0 to "
                + (classes - 1)
                + "; number the classes that are trained on from 0");
      }
    }
  }

  /** Returns B. */
  int anchors() {
    return rows.anchors();
  }

  /** Returns C. */
  int classes() {
    return classes;
  }

  /** Returns the class of an anchor, 0 to below C. */
  int label(int anchor) {
    return rows.label(anchor);
  }

  /** Returns the inner products, B x C row-major. */
  double[] products() {
    double[] products = new double[anchors() * classes];
    int first = rows.size();
    for (int i = 0; i < anchors(); i++) {
      for (int c = 0; c < classes; c++) {
        products[i * classes + c] = gram.product(i, first + c);
      }
    }
    return products;
  }

  /** Returns S = dL/dG from the slopes of the inner products, B x C row-major. */
  double[] fromProducts(double[] slopes) {
    int size = gram.size();
    double[] s = gram.takeZeros();
    for (int i = 0; i < anchors(); i++) {
      System.arraycopy(slopes, i * classes, s, i * size + rows.size(), classes);
    }
    return s;
  }

  /** Returns the cosines, B x C row-major. */
  double[] cosines() {
    double[] cosines = products();
    int first = rows.size();
    for (int i = 0; i < anchors(); i++) {
      for (int c = 0; c < classes; c++) {
        cosines[i * classes + c] *= inverse[i] * inverse[first + c];
      }
    }
    return cosines;
  }

  /**
   * Returns a loss whose logits are the cosines times a scale.
   *
   * @param entropy of logits, B x C row-major
   */
  LossResult ofScaledCosines(double scale, Function<double[], CrossEntropy> entropy) {
    double[] cosines = cosines();
    double[] logits = new double[cosines.length];
    for (int at = 0; at < logits.length; at++) {
      logits[at] = scale * cosines[at];
    }
    CrossEntropy found = entropy.apply(logits);
    double[] slopes = found.slopes();
    for (int at = 0; at < slopes.length; at++) {
      slopes[at] *= scale;
    }
    return new LossResult(found.value(), fromCosines(cosines, slopes), anchors(), found.active());
  }

  /**
   * Returns S = dL/dG from the slopes of the cosines.
   *
   * @param cosines as {@link #cosines()} returned them
   * @param slopes dL/dcos, B x C row-major
   */
  double[] fromCosines(double[] cosines, double[] slopes) {
    int size = gram.size();
    int first = rows.size();
    double[] s = gram.takeZeros();
    double[] alongVector = new double[classes];
    for (int i = 0; i < anchors(); i++) {
      double alongAnchor = 0;
      for (int c = 0; c < classes; c++) {
        double slope = slopes[i * classes + c];
        double along = slope * cosines[i * classes + c];
        alongAnchor += along;
        alongVector[c] += along;
        s[i * size + first + c] = slope * inverse[i] * inverse[first + c];
      }
      s[i * size + i] -= alongAnchor / 2 * inverse[i] * inverse[i];
    }
    for (int c = 0; c < classes; c++) {
      double shorter = inverse[first + c];
      s[(first + c) * size + first + c] -= alongVector[c] / 2 * shorter * shorter;
    }
    return s;
  }
}
