/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.progress.Progress;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.anchorage.mining.tsne.TSne;

/**
 * Vectors in the plane, twice: along their first two principal axes, and by t-SNE, which begins
 * there. Coordinates are whole numbers from 0 to {@value #SIDE}, the same scale for both.
 *
 * @param principal points x 2, along the axes
 * @param tsne points x 2
 * @param firstExplained share, 0 to 1, of the variance along the first axis
 * @param secondExplained share, 0 to 1, of the variance along the second axis
 */
public record Scatter(int[] principal, int[] tsne, double firstExplained, double secondExplained) {

  /** The largest coordinate. */
  public static final int SIDE = 9_999;

  /** Most points: what eyes can tell apart, and t-SNE places in some ten seconds. */
  public static final int MOST = 5_000;

  /** About how many neighbours count for each point. */
  private static final double PERPLEXITY = 30;

  /** Points that axes are fitted to: more would cost seconds, and hardly turn the axes. */
  private static final int FITTED = 1_024;

  /** The same of long vectors: axes cost the cube of the lesser of points and dimensions. */
  private static final int FITTED_LONG = 512;

  /**
   * Places vectors.
   *
   * @param vectors finite; at least one
   * @param seed draws those that axes are fitted to, if there are many
   * @param progress shows the iterations of t-SNE
   */
  static Scatter of(Vectors vectors, Seed seed, Progress.Factory progress) {
    double[][] wide = new double[vectors.count()][];
    for (int i = 0; i < wide.length; i++) {
      float[] row = vectors.row(i);
      wide[i] = new double[row.length];
      for (int d = 0; d < row.length; d++) {
        wide[i][d] = row[d];
      }
    }
    PrincipalAxes axes = PrincipalAxes.of(fitted(wide, vectors.dim(), seed), 2);
    float[] along = new float[2 * wide.length];
    for (int i = 0; i < wide.length; i++) {
      double[] at = axes.project(wide[i]);
      along[2 * i] = (float) at[0];
      along[2 * i + 1] = (float) at[1];
    }
    Vectors principal = new Vectors(2, along);
    return new Scatter(
        whole(principal),
        whole(tsne(vectors, principal, progress)),
        axes.explained(0),
        axes.explained(1));
  }

  /** Returns the rows that axes are fitted to. */
  static double[][] fitted(double[][] rows, int dim, Seed seed) {
    int most = dim > FITTED_LONG ? FITTED_LONG : FITTED;
    if (rows.length <= most) {
      return rows;
    }
    int[] drawn = new int[rows.length];
    Arrays.setAll(drawn, i -> i);
    seed.derive("axes").shuffle(drawn);
    return Arrays.stream(drawn).limit(most).mapToObj(i -> rows[i]).toArray(double[][]::new);
  }

  private static Vectors tsne(Vectors vectors, Vectors start, Progress.Factory progress) {
    int others = vectors.count() - 1;
    if (others < 1) {
      return start;
    }
    String stage = "report: t-SNE of " + vectors.count();
    try (Progress bar = progress.start(stage, TSne.ITERATIONS, "iterations");
        NeighbourSearch search = SearchKind.EXACT.prepare(vectors)) {
      Neighbours near =
          search.searchSelf(0, others + 1, Math.min(TSne.neighbours(PERPLEXITY), others));
      return TSne.layout(near, PERPLEXITY, start, bar::step);
    }
  }

  /** Scales to the square, with one scale for both directions, and the smaller one centred. */
  private static int[] whole(Vectors places) {
    double[] least = {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY};
    double[] most = {Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY};
    float[] values = places.values();
    for (int i = 0; i < values.length; i++) {
      least[i % 2] = Math.min(least[i % 2], values[i]);
      most[i % 2] = Math.max(most[i % 2], values[i]);
    }
    double extent = Math.max(most[0] - least[0], most[1] - least[1]);
    double scale = extent > 0 ? SIDE / extent : 0;
    int[] whole = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      double middle = (least[i % 2] + most[i % 2]) / 2;
      whole[i] = (int) Math.round(SIDE / 2.0 + (values[i] - middle) * scale);
    }
    return whole;
  }
}
