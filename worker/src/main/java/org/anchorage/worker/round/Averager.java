/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.worker.round;

import java.util.Comparator;
import java.util.List;

/**
 * Makes the next round's start of this round's deltas: the mean of where the workers ended, each
 * weighted by the examples it used. Sums are taken in double precision and in the order of the
 * workers, so the order in which deltas arrive does not matter, and the mean of one is exactly it.
 *
 * <p>Equal to synchronous training on the merged batch only when every worker takes one step (H =
 * 1) of plain SGD on equally many examples with a fixed set of tuples; otherwise it is local SGD.
 */
public final class Averager {

  private Averager() {}

  /**
   * Returns the start of the next round.
   *
   * @param start of this round
   * @param deltas one for each worker that finished; at least one with examples
   * @throws IllegalArgumentException if no delta stands for any example
   */
  public static RoundStart next(RoundStart start, List<RoundDelta> deltas) {
    List<RoundDelta> ordered =
        deltas.stream()
            .filter(delta -> delta.work().examples() > 0)
            .sorted(Comparator.comparingInt(RoundDelta::worker))
            .toList();
    if (ordered.isEmpty()) {
      throw new IllegalArgumentException(
          "None of the "
              + deltas.size()
              + " workers of round "
              + start.round()
              + " used an example; nothing can be averaged");
    }
    double total = ordered.stream().mapToLong(delta -> delta.work().examples()).sum();
    float[] parameters = new float[start.parameters().length];
    for (int i = 0; i < parameters.length; i++) {
      double sum = 0;
      for (RoundDelta delta : ordered) {
        sum += delta.work().examples() * (double) delta.end(i, start.parameters()[i]);
      }
      parameters[i] = (float) (sum / total);
    }
    int steps = ordered.stream().mapToInt(delta -> delta.work().steps()).max().orElse(0);
    return new RoundStart(
        start.round() + 1, parameters, moments(ordered, total), start.iteration() + steps);
  }

  private static float[] moments(List<RoundDelta> ordered, double total) {
    float[] moments = new float[ordered.get(0).optimiserState().length];
    for (int i = 0; i < moments.length; i++) {
      double sum = 0;
      for (RoundDelta delta : ordered) {
        sum += delta.work().examples() * (double) delta.optimiserState()[i];
      }
      moments[i] = (float) (sum / total);
    }
    return moments;
  }
}
