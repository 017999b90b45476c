/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.seed.Seed;

/**
 * Plans epochs: which images meet in which batch, on which worker. A plan is a pure function of the
 * catalogue's training items, the batch settings, the number of workers, the seed, the epoch and
 * what was mined; it can be made again at will.
 *
 * <p>A <em>ticket</em> is K images of one class. An epoch takes as many tickets of each class as
 * show all its images once, and fills up with further ones until every worker has equally many
 * complete batches of P tickets of distinct classes. Where there are at least W x P classes, each
 * class goes to one worker, another every epoch; otherwise every worker sees every class. Tickets
 * that should meet by what was mined are put into one batch, in groups.
 *
 * <p>A class with more tickets than it may take part in batches shows the rest in later epochs. The
 * number of batches can differ by a few between epochs where classes are large and few. With fewer
 * classes than pairs ({@code batch.sampler = pairs}) every class comes equally often in a batch, or
 * once more.
 *
 * <p>A small example. Classes a, b, c and d have 4 images each, rows 0 to 3, 4 to 7, 8 to 11 and 12
 * to 15; P = 2, K = 2, one worker, seed 1; a is confusable with c, and b with d. Each class has 2
 * tickets, the epoch 4 batches. Epoch 0 is planned as
 *
 * <pre>{@code
 * [14, 15, 4, 5]    d with b
 * [3, 0, 8, 9]      a with c
 * [13, 12, 6, 7]    d with b
 * [2, 1, 10, 11]    a with c
 * }</pre>
 *
 * <p>Fast: a million images in 50,000 classes take about a second. Immutable and thread-safe.
 */
public final class Planner {

  private final TrainClasses classes;
  private final BatchSettings batch;
  private final int group;
  private final int workers;
  private final Quota quota;
  private final Seed seed;

  private Planner(TrainClasses classes, BatchSettings batch, int group, int workers, Seed seed) {
    this.classes = classes;
    this.batch = batch;
    this.group = group;
    this.workers = workers;
    this.quota = Quota.of(classes, batch, workers);
    this.seed = seed;
  }

  /**
   * Returns a planner of the training items of a catalogue.
   *
   * @param group {@code mine.group}: most tickets of a batch that are put together because they are
   *     confusable, at least 1; not used while nothing is mined
   * @param workers W, at least 1
   * @param seed the run's root seed
   * @throws ConfigurationException if there are fewer classes than a batch has (for pairs: fewer
   *     than 2), or a class has fewer than K images and is neither to be repeated nor skipped
   * @throws IllegalArgumentException if the catalogue has no training items, or a number is too
   *     small
   */
  public static Planner of(
      Catalogue catalogue, BatchSettings batch, int group, int workers, Seed seed) {
    if (workers < 1) {
      throw new ConfigurationException("workers", workers, "it must be at least 1");
    }
    if (group < 1) {
      throw new ConfigurationException("mine.group", group, "it must be at least 1");
    }
    return new Planner(
        TrainClasses.of(catalogue, batch), batch, group, workers, seed.derive("plan"));
  }

  /**
   * Plans an epoch.
   *
   * @param epoch from 0
   * @param affinity what the mining stage found, in rows and labels of this catalogue
   * @throws IllegalArgumentException if the affinity is of another catalogue
   */
  public EpochPlan plan(int epoch, Affinity affinity) {
    if (epoch < 0) {
      throw new IllegalArgumentException("Epochs count from 0, not " + epoch);
    }
    Seed here = seed.derive("epoch").derive(epoch);
    int[][] neighbours = ClassGroups.neighbours(affinity, classes);
    Deal deal = deal(neighbours, here);
    Tickets tickets =
        Tickets.draw(
            classes, batch.images(), quota.needs(), deal.counts(), epoch, seed.derive("tickets"));
    Companions companions =
        affinity instanceof Affinity.Instances instances
            ? Companions.ofInstances(instances, classes, tickets)
            : Companions.ofClasses(neighbours, tickets);
    List<List<Batch>> plan = new ArrayList<>(workers);
    for (int worker = 0; worker < workers; worker++) {
      Seed own = here.derive("batches").derive(worker);
      plan.add(
          new BatchBuilder(
                  tickets, companions, deal, quota, batch.classes(), group, worker, workers, own)
              .build());
    }
    return new EpochPlan(epoch, plan);
  }

  private Deal deal(int[][] neighbours, Seed here) {
    Seed fill = here.derive("fill");
    if (!quota.exclusive()) {
      return Deal.round(quota, batch.classes(), workers, fill);
    }
    List<int[]> groups = ClassGroups.grow(neighbours, group, here.derive("groups"));
    return Deal.exclusive(quota, groups, batch.classes(), workers, fill);
  }
}
