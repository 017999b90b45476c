/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.architecture.names;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.anchorage.core.architecture.Architecture;
import org.anchorage.core.architecture.Architectures;

/** Finds the backbone that the tensors of a file fit. Stateless and thread-safe. */
public final class Fits {

  /** Multipliers that people publish weights for, the commonest first, and some between. */
  private static final List<Double> MULTIPLIERS =
      List.of(1.0, 1.4, 0.75, 0.5, 0.35, 1.3, 1.2, 1.1, 0.25, 0.1, 0.6, 0.9, 1.5, 1.75, 2.0);

  private Fits() {}

  /**
   * Returns the nearest of all backbones.
   *
   * @param tensors shape by name
   * @return empty if the file has no tensor of any of them
   */
  public static Optional<Fit> nearest(Map<String, List<Integer>> tensors) {
    return nearest(tensors, Architectures.backbones());
  }

  /**
   * Returns the nearest form of one architecture, at any multiplier.
   *
   * @param tensors shape by name
   * @return empty if the file has no tensor of it
   */
  public static Optional<Fit> nearest(
      Map<String, List<Integer>> tensors, Architecture architecture) {
    return nearest(tensors, List.of(architecture));
  }

  /**
   * Returns how the file fits one architecture at one multiplier, by the names that fit best.
   *
   * @param tensors shape by name
   * @throws IllegalArgumentException if the architecture is no backbone
   */
  public static Fit of(
      Map<String, List<Integer>> tensors, Architecture architecture, double multiplier) {
    return Stream.of(Convention.values())
        .filter(convention -> convention.names(architecture))
        .map(convention -> Fit.of(tensors, convention, architecture, multiplier))
        .reduce((best, next) -> next.nearness() > best.nearness() ? next : best)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    architecture.name() + " has no weights in files; pass a backbone"));
  }

  private static Optional<Fit> nearest(
      Map<String, List<Integer>> tensors, List<Architecture> architectures) {
    List<Fit> fits = new ArrayList<>();
    for (Architecture architecture : architectures) {
      for (double multiplier : architecture.hasForms() ? MULTIPLIERS : List.of(1.0)) {
        fits.add(of(tensors, architecture, multiplier));
      }
    }
    // The first of equals: max would return the last.
    int most = fits.stream().mapToInt(Fit::nearness).max().orElse(0);
    return fits.stream()
        .filter(fit -> fit.nearness() == most)
        .filter(fit -> !fit.matched().isEmpty() || !fit.misshapen().isEmpty())
        .min(Comparator.comparingInt(fit -> fit.misshapen().size()));
  }
}
