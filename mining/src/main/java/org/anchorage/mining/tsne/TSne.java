/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.tsne;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.LongConsumer;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;

/**
 * t-SNE (van der Maaten and Hinton 2008): places points in the plane so that near neighbours stay
 * near. Distances between far points and sizes of groups mean little. Gradient descent with
 * momentum, gains of each coordinate, and early exaggeration, as in van der Maaten (2014). The step
 * is that of Belkina et al. (2019), which grows with the points. Begin with principal components:
 * then groups lie where they belong (Kobak and Berens 2019), and nothing is drawn at random.
 *
 * <p>Cost: {@value #ITERATIONS} passes over all pairs of points; 5,000 points take some six seconds
 * on a core. Equal input gives equal bits on every machine.
 */
public final class TSne {

  /** Steps that are taken. */
  public static final int ITERATIONS = 750;

  private static final int EXAGGERATED = 250;
  private static final double EXAGGERATION = 12;
  private static final double LEAST_STEP = 50;
  private static final double LEAST_GAIN = 0.01;

  /** Where descent begins: so near one another that every point can pass every other. */
  private static final double START = 1e-4;

  private TSne() {}

  /** Returns how many neighbours of each point the layout reads, if there are as many others. */
  public static int neighbours(double perplexity) {
    return (int) Math.ceil(Affinities.NEIGHBOURS_A_PERPLEXITY * perplexity);
  }

  /**
   * Places points.
   *
   * @param near the nearest {@link #neighbours} of each point, without itself
   * @param perplexity about how many neighbours count for each point, e.g. 30
   * @param start points x 2: where they begin, up to scale; not all at one place
   * @param done takes the number of iterations that are done
   * @return points x 2
   * @throws IllegalArgumentException if there is not a start for each point, or as {@code near} and
   *     {@code perplexity} do not fit
   */
  public static Vectors layout(
      Neighbours near, double perplexity, Vectors start, LongConsumer done) {
    if (start.dim() != 2 || start.count() != near.queries()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d starts of %d numbers do not place %d points in the plane; pass two numbers for"
                  + " each",
              start.count(),
              start.dim(),
              near.queries()));
    }
    Forces forces = new Forces(Affinities.of(near, perplexity));
    int points = start.count();
    double step = Math.max(LEAST_STEP, points / (4 * EXAGGERATION));
    double scale = START / deviation(start);
    Descent x = new Descent(start, 0, scale);
    Descent y = new Descent(start, 1, scale);
    for (int i = 0; i < ITERATIONS; i++) {
      boolean early = i < EXAGGERATED;
      forces.gradient(x.at, y.at, early ? EXAGGERATION : 1, x.gradient, y.gradient);
      x.move(step, early ? 0.5 : 0.8);
      y.move(step, early ? 0.5 : 0.8);
      done.accept(i + 1);
    }
    float[] placed = new float[2 * points];
    for (int i = 0; i < points; i++) {
      placed[2 * i] = x.at[i];
      placed[2 * i + 1] = y.at[i];
    }
    return new Vectors(2, placed);
  }

  private static double deviation(Vectors start) {
    double squares = 0;
    for (float value : start.values()) {
      squares += (double) value * value;
    }
    return squares == 0 ? 1 : Math.sqrt(squares / start.values().length);
  }

  /** One coordinate of all points, on its way. */
  private static final class Descent {

    private final float[] at;
    private final double[] gradient;
    private final double[] velocity;
    private final double[] gain;

    Descent(Vectors start, int coordinate, double scale) {
      this.at = new float[start.count()];
      for (int i = 0; i < at.length; i++) {
        at[i] = (float) (scale * start.values()[2 * i + coordinate]);
      }
      this.gradient = new double[at.length];
      this.velocity = new double[at.length];
      this.gain = new double[at.length];
      Arrays.fill(gain, 1);
    }

    void move(double step, double momentum) {
      for (int i = 0; i < at.length; i++) {
        boolean turned = gradient[i] * velocity[i] > 0;
        gain[i] = Math.max(LEAST_GAIN, turned ? 0.8 * gain[i] : gain[i] + 0.2);
        velocity[i] = momentum * velocity[i] - step * gain[i] * gradient[i];
        at[i] += (float) velocity[i];
      }
    }
  }
}
