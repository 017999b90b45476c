/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
import java.util.List;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.plan.Affinity;

/**
 * A mined table, in rows and labels of a catalogue. The arrays are kept, not copied, and not to be
 * changed.
 *
 * @param confusable for each label of the catalogue the labels most confusable with it, most
 *     confusable first
 * @param similarities of each of those pairs: cosine of the centroids
 * @param anchors rows with hard negatives, ascending
 * @param negatives for each anchor the rows of its hard negatives, nearest first
 */
public record MinedTable(
    int[][] confusable, float[][] similarities, int[] anchors, int[][] negatives) {

  /** Returns what the next plan takes from the table in a mode. */
  public Affinity affinity(MineSettings.Mode mode) {
    return switch (mode) {
      case NONE -> new Affinity.None();
      case CLASSES -> new Affinity.Classes(confusable, masses());
      case INSTANCES -> new Affinity.Instances(anchors, negatives, masses());
    };
  }

  /**
   * Returns for each label how much it is confused with others: the sum of its similarities to its
   * confusable labels, where a negative similarity counts as 0.
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

  /** Returns an empty list of labels for each class. */
  static int[][] noClasses(Catalogue catalogue) {
    int[][] none = new int[catalogue.classCount()][];
    Arrays.fill(none, new int[0]);
    return none;
  }

  /** Returns an empty list of similarities for each class. */
  static float[][] noSimilarities(Catalogue catalogue) {
    float[][] none = new float[catalogue.classCount()][];
    Arrays.fill(none, new float[0]);
    return none;
  }

  static int[] toArray(List<Integer> values) {
    return values.stream().mapToInt(Integer::intValue).toArray();
  }
}
