/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.corpus.Catalogue;

/**
 * How many mined pairs a plan brings together. Compare the plan made from a table with one made
 * from {@link Affinity.None}, both against the same table.
 *
 * @param pairs pairs of distinct classes that meet in a batch, counted as often as they meet
 * @param confusable those of them that the table names, in either direction: as confusable classes,
 *     or as an image and its hard negative that are both in the batch
 */
public record PlanStatistics(long pairs, long confusable) implements Serializable {

  /** Returns the share of class pairs that are confusable, 0 to 1; 0 if there are none. */
  public double share() {
    return pairs == 0 ? 0 : (double) confusable / pairs;
  }

  /** Counts the pairs of a plan against a table. */
  public static PlanStatistics of(EpochPlan plan, Catalogue catalogue, Affinity affinity) {
    Counter counter = new Counter(catalogue, affinity);
    for (List<Batch> worker : plan.workers()) {
      worker.forEach(counter::add);
    }
    return new PlanStatistics(counter.pairs, counter.confusable);
  }

  /** Counts within batches. Places are the distinct classes of a batch, in the order they come. */
  private static final class Counter {
    private final Catalogue catalogue;
    private final Affinity affinity;
    private final int[] placeOfLabel;
    private final int[] placeOfRow;
    private final int[][] negatives;
    private long pairs;
    private long confusable;

    Counter(Catalogue catalogue, Affinity affinity) {
      this.catalogue = catalogue;
      this.affinity = affinity;
      placeOfLabel = new int[catalogue.classCount()];
      placeOfRow = new int[catalogue.size()];
      Arrays.fill(placeOfLabel, -1);
      Arrays.fill(placeOfRow, -1);
      negatives = new int[affinity instanceof Affinity.Instances ? catalogue.size() : 0][0];
      if (affinity instanceof Affinity.Instances instances) {
        for (int i = 0; i < instances.rows().length; i++) {
          negatives[instances.rows()[i]] = instances.hardNegatives(i);
        }
      }
    }

    void add(Batch batch) {
      int places = 0;
      for (int row : batch.rows()) {
        int label = catalogue.label(row);
        if (placeOfLabel[label] < 0) {
          placeOfLabel[label] = places++;
        }
        placeOfRow[row] = placeOfLabel[label];
      }
      boolean[] named = new boolean[places * places];
      for (int row : batch.rows()) {
        int place = placeOfRow[row];
        for (int other : places(row)) {
          if (other >= 0 && other != place) {
            named[Math.min(place, other) * places + Math.max(place, other)] = true;
          }
        }
      }
      for (boolean pair : named) {
        confusable += pair ? 1 : 0;
      }
      pairs += (long) places * (places - 1) / 2;
      for (int row : batch.rows()) {
        placeOfLabel[catalogue.label(row)] = -1;
        placeOfRow[row] = -1;
      }
    }

    private int[] places(int row) {
      if (affinity instanceof Affinity.Classes classes) {
        return Arrays.stream(classes.confusable()[catalogue.label(row)])
            .map(label -> placeOfLabel[label])
            .toArray();
      }
      if (affinity instanceof Affinity.Instances) {
        return Arrays.stream(negatives[row]).map(negative -> placeOfRow[negative]).toArray();
      }
      return new int[0];
    }
  }
}
