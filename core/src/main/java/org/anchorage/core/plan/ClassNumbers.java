/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.Arrays;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.SmallClasses;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Split;

/**
 * The classes that are trained on, numbered from 0 in order of label. These are the classes with
 * training images, without small classes if the settings skip them. A loss with a vector for each
 * class has one for each of these and for no other. Immutable.
 */
public final class ClassNumbers implements Serializable {

  private final int[] labels;
  private final int[] numberOfLabel;

  private ClassNumbers(int[] labels, int labelCount) {
    this.labels = labels;
    numberOfLabel = new int[labelCount];
    Arrays.fill(numberOfLabel, -1);
    for (int number = 0; number < labels.length; number++) {
      numberOfLabel[labels[number]] = number;
    }
  }

  /**
   * Numbers the classes of a catalogue.
   *
   * @param batch says whether small classes are skipped
   */
  public static ClassNumbers of(Catalogue catalogue, BatchSettings batch) {
    int[] sizes = new int[catalogue.classCount()];
    for (int row : catalogue.rows(Split.TRAIN)) {
      sizes[catalogue.label(row)]++;
    }
    return of(sizes, batch);
  }

  /** Numbers classes of given sizes, by label. */
  static ClassNumbers of(int[] sizes, BatchSettings batch) {
    int least = batch.smallClasses() == SmallClasses.SKIP ? batch.images() : 1;
    int[] labels = new int[sizes.length];
    int count = 0;
    for (int label = 0; label < sizes.length; label++) {
      if (sizes[label] >= least) {
        labels[count++] = label;
      }
    }
    return new ClassNumbers(Arrays.copyOf(labels, count), sizes.length);
  }

  /** Returns C, the number of classes that are trained on. */
  public int count() {
    return labels.length;
  }

  /** Returns the number of the class with a label, or -1 if it is not trained on. */
  public int ofLabel(int label) {
    return numberOfLabel[label];
  }

  /** Returns a copy of the labels, by number. */
  int[] labels() {
    return labels.clone();
  }
}
