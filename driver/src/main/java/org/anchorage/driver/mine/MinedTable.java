/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.plan.Affinity;

/**
 * What was mined, in rows and labels of a catalogue. Immutable as long as nobody writes into the
 * arrays, which are kept and not copied.
 *
 * @param confusable for each label of the catalogue the labels most confusable with it, most first
 * @param similarities to each of those: cosine of the centroids
 * @param anchors rows that were mined, ascending
 * @param negatives for each anchor the rows of its hard negatives, nearest first
 */
public record MinedTable(
    int[][] confusable, float[][] similarities, int[] anchors, int[][] negatives) {

  /** Returns what a mode passes on to the next plan. */
  public Affinity affinity(MineSettings.Mode mode) {
    return switch (mode) {
      case NONE -> new Affinity.None();
      case CLASSES -> new Affinity.Classes(confusable, masses());
      case INSTANCES -> new Affinity.Instances(anchors, negatives, masses());
    };
  }

  /**
   * Returns for each label how much it is taken for others: the sum of its similarities to those
   * listed with it; one that points away counts as 0.
   */
  double[] masses() {
    double[] masses = new double[similarities.length];
    for (int label = 0; label < masses.length; label++) {
      for (float similarity : similarities[label]) {
        masses[label] += Math.max(0, similarity);
      }
    }
    return masses;
  }

  /** Returns how many hard negatives there are, over all anchors. */
  public long negativeCount() {
    return Arrays.stream(negatives).mapToLong(own -> own.length).sum();
  }

  /** Lists as many as there are classes, all empty. */
  static int[][] noClasses(Catalogue catalogue) {
    int[][] none = new int[catalogue.classCount()][];
    Arrays.fill(none, new int[0]);
    return none;
  }

  /** Lists as many as there are classes, all empty. */
  static float[][] noSimilarities(Catalogue catalogue) {
    float[][] none = new float[catalogue.classCount()][];
    Arrays.fill(none, new float[0]);
    return none;
  }

  static int[] toArray(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
