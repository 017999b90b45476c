/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import java.util.Arrays;
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
 * @param negatives rows with hard negatives; none if the classes alone were read
 */
public record MinedTable(int[][] confusable, float[][] similarities, HardNegatives negatives) {

  /** Returns what the next plan takes from the table in a mode. */
  public Affinity affinity(MineSettings.Mode mode) {
    return switch (mode) {
      case NONE -> new Affinity.None();
      case CLASSES -> new Affinity.Classes(confusable, masses());
      case INSTANCES ->
          new Affinity.Instances(
              negatives.anchors(), negatives.starts(), negatives.rows(), masses());
    };
  }

  /** Returns the same classes with hard negatives. */
  MinedTable with(HardNegatives others) {
    return new MinedTable(confusable, similarities, others);
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
}
