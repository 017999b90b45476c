/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.corpus.TinyCorpus;

/** Views as a run might have them, drawn from a seed. */
public final class SampleViews {

  private static final int DIM = 16;

  private SampleViews() {}

  /** Returns the views of runs through the same points. */
  public static Views of(
      List<String> names,
      List<Integer> classes,
      List<String> ids,
      List<Raster> tiles,
      List<RunViews> runs) {
    return new Views(
        ids.size(), 2 * ids.size(), 3, new Points(names, classes, ids, Sheet.of(tiles)), runs);
  }

  /** Returns the views of a run whose classes are more or less apart. */
  public static RunViews run(
      List<String> names,
      int points,
      double spread,
      List<ConfusedPair> pairs,
      List<Answer> last,
      List<Answer> surest,
      List<Answer> drawn) {
    Vectors vectors = vectors(points, names.size(), spread);
    int[] labels = new int[points];
    List<ClassRecall> classes = new ArrayList<>();
    for (int i = 0; i < points; i++) {
      labels[i] = i % names.size();
    }
    for (int i = 0; i < names.size(); i++) {
      int hits = Math.min(36, 27 + (int) (3 * spread * i));
      String instead = hits == 36 ? "" : names.get((i + 3) % names.size());
      classes.add(new ClassRecall(names.get(i), 36, hits, 1, instead, (36 - hits) / 2));
    }
    return new RunViews(
        Scatter.of(vectors, new Seed(1), TinyCorpus.quiet()),
        DistanceHistogram.of(vectors, labels),
        classes,
        pairs,
        last,
        surest,
        drawn);
  }

  /** Returns the views of one image, everything about which is called so. */
  public static Views named(String name) {
    Raster dot = new Raster(1, 1, 1, new byte[1]);
    Answer answer =
        new Answer(
            new Shot(name, name, Thumbnail.of(dot)),
            List.of(new Answer.Hit(new Shot(name, name, Thumbnail.of(dot)), 1, 1)),
            null);
    List<Answer> answers = List.of(answer);
    return of(
        List.of(name),
        List.of(0),
        List.of(name),
        List.of(dot),
        List.of(
            new RunViews(
                Scatter.of(new Vectors(1, new float[1]), new Seed(1), TinyCorpus.quiet()),
                DistanceHistogram.of(new Vectors(1, new float[1]), new int[1]),
                List.of(new ClassRecall(name, 1, 0, 2, name, 1)),
                List.of(new ConfusedPair(name, name, 1, 1, answers)),
                answers,
                answers,
                answers)));
  }

  private static Vectors vectors(int points, int classes, double spread) {
    SplittableRandom random = new Seed(5).generator();
    double[] centres = random.doubles((long) classes * DIM, -1, 1).toArray();
    float[] values = new float[points * DIM];
    for (int i = 0; i < values.length; i++) {
      int label = i / DIM % classes;
      values[i] = (float) (spread * centres[label * DIM + i % DIM] + random.nextDouble(-0.7, 0.7));
    }
    return new Vectors(DIM, values);
  }
}
