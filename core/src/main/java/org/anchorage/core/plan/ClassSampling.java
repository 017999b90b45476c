/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.anchorage.core.seed.Seed;

/** Batches of P tickets, K images of one class each: {@link Planner} says how. */
final class ClassSampling implements Sampling {

  private final TrainClasses classes;
  private final int perBatch;
  private final int images;
  private final int group;
  private final int workers;
  private final double strength;
  private final Quota quota;
  private final Seed seed;

  /**
   * Makes a sampling of some classes.
   *
   * @param perBatch P
   * @param images K
   * @param group most tickets of a batch that are put together because they are confusable
   * @param strength how much classes are weighted by their masses, 0 to 1
   */
  ClassSampling(
      TrainClasses classes,
      int perBatch,
      int images,
      int group,
      int workers,
      double strength,
      Seed seed) {
    this.classes = classes;
    this.perBatch = perBatch;
    this.images = images;
    this.group = group;
    this.workers = workers;
    this.strength = strength;
    this.quota = Quota.of(classes.tickets(images), perBatch, workers);
    this.seed = seed;
  }

  /**
   * Returns the number of batches of each worker, if each class has a worker to itself or there is
   * only one worker.
   */
  int batchesPerWorker() {
    return quota.batches();
  }

  @Override
  public List<List<Batch>> batches(int epoch, Affinity affinity) {
    Seed here = seed.derive("epoch").derive(epoch);
    int[][] neighbours = ClassGroups.neighbours(affinity, classes);
    Portions portions = portions(epoch, affinity.masses());
    Deal deal = deal(quota.withNeeds(portions.needs()), neighbours, here);
    Tickets tickets =
        Tickets.draw(classes, images, portions, deal.counts(), epoch, seed.derive("tickets"));
    Companions companions =
        affinity instanceof Affinity.Instances instances
            ? Companions.ofInstances(instances, classes, tickets)
            : Companions.ofClasses(neighbours, tickets);
    List<List<Batch>> plan = new ArrayList<>(workers);
    for (int worker = 0; worker < workers; worker++) {
      Seed own = here.derive("batches").derive(worker);
      plan.add(
          new BatchBuilder(tickets, companions, deal, quota, perBatch, group, worker, workers, own)
              .build());
    }
    return plan;
  }

  private Portions portions(int epoch, double[] masses) {
    if (strength == 0 || masses.length == 0) {
      return Portions.even(quota.needs(), epoch);
    }
    if (masses.length != classes.labelCount()) {
      throw new IllegalArgumentException(
          "The table of confusable classes weighs "
              + masses.length
              + " labels, the catalogue has "
              + classes.labelCount()
              + "; mine this corpus again");
    }
    double[] own = new double[classes.count()];
    Arrays.setAll(own, c -> masses[classes.label(c)]);
    if (Arrays.stream(own).sum() == 0) {
      return Portions.even(quota.needs(), epoch);
    }
    return Portions.weighted(
        quota.needs(), own, strength, quota.most(workers), epoch, seed.derive("weights"));
  }

  private Deal deal(Quota wanted, int[][] neighbours, Seed here) {
    Seed fill = here.derive("fill");
    if (!wanted.exclusive()) {
      return Deal.round(wanted, perBatch, workers, fill);
    }
    List<int[]> groups = ClassGroups.grow(neighbours, group, here.derive("groups"));
    return Deal.exclusive(wanted, groups, perBatch, workers, fill);
  }
}
