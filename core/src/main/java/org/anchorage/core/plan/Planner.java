/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import java.util.List;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.Sampler;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.TrainSettings;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.ItemFacts;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.seed.Seed;

/**
 * Plans epochs: which images meet in which batch, on which worker. A plan is a pure function of the
 * catalogue's training items, the batch settings, the number of workers, the seed, the epoch and
 * the mined table. It can be made again at any time.
 *
 * <p>A <em>ticket</em> is K images of one class. An epoch takes as many tickets of each class as
 * show all its images once. It adds further tickets until every worker has the same number of
 * complete batches, each of P tickets of distinct classes. With at least W x P classes, each class
 * goes to one worker, another every epoch. With fewer, every worker sees every class. Tickets that
 * should meet according to the mined table are put into one batch, in groups.
 *
 * <p>A class with more tickets than batches it may be in shows the rest in later epochs. The number
 * of batches can differ by a few between epochs if classes are large and few. With fewer classes
 * than pairs ({@code batch.sampler = pairs}) all classes come equally often in a batch, some once
 * more.
 *
 * <p>With {@code batch.sampler = hierarchy} a batch has the same number of classes of each of a few
 * super-classes. Super-classes are then dealt as classes are above: if there are enough of them,
 * each goes to one worker, another every epoch. Confusable classes are put together if they are
 * siblings.
 *
 * <p>With {@code batch.sampler = weighted} the epoch keeps its length, and a class has more of its
 * tickets the more it was confused with others. Every class keeps a part that moves on from epoch
 * to epoch, so every image gets its turn. Until something is mined, the plan is that of {@code
 * classes}.
 *
 * <p>With {@code batch.sampler = tuples} a batch has P tuples of a list, side by side. Each tuple
 * comes once an epoch; the last batches are topped up.
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

  private final Sampling sampling;

  private Planner(Sampling sampling) {
    this.sampling = sampling;
  }

  /**
   * Returns a planner of the training items of a catalogue.
   *
   * @param facts of the items; asked only if {@code batch.hierarchy.attribute} is set
   * @param batch with any sampler but tuples
   * @param group {@code mine.group}: most tickets of a batch that are put together because they are
   *     confusable, at least 1; not used while nothing is mined
   * @param workers W, at least 1
   * @param seed the run's root seed
   * @throws ConfigurationException if there are fewer classes than a batch has (for pairs: fewer
   *     than 2), a class has fewer than K images and is neither to be repeated nor skipped, a class
   *     has no super-class or two, or a super-class has too few classes
   * @throws IllegalArgumentException if the catalogue has no training items, or a number is too
   *     small
   */
  public static Planner of(
      Catalogue catalogue,
      ItemFacts facts,
      BatchSettings batch,
      int group,
      int workers,
      Seed seed) {
    checkWorkers(workers);
    if (group < 1) {
      throw new ConfigurationException(MineSettings.GROUP, group, "it must be at least 1");
    }
    if (batch.sampler() == Sampler.TUPLES) {
      throw new IllegalArgumentException("batch.sampler = tuples is planned from a list; pass it");
    }
    Seed own = seed.derive("plan");
    TrainClasses classes = TrainClasses.of(catalogue, batch);
    if (batch.sampler() == Sampler.HIERARCHY) {
      SuperClasses superClasses = SuperClasses.of(catalogue, facts, classes, batch);
      return new Planner(new HierarchySampling(superClasses, batch, group, workers, own));
    }
    double strength = batch.sampler() == Sampler.WEIGHTED ? batch.strength() : 0;
    return new Planner(
        new ClassSampling(classes, batch.classes(), batch.images(), group, workers, strength, own));
  }

  /**
   * Returns a planner that knows no attributes of the items. Parameters and exceptions are those of
   * the other.
   *
   * @throws IllegalArgumentException also if {@code batch.hierarchy.attribute} is set
   */
  public static Planner of(
      Catalogue catalogue, BatchSettings batch, int group, int workers, Seed seed) {
    if (batch.sampler() == Sampler.HIERARCHY && !batch.hierarchy().attribute().isEmpty()) {
      throw new IllegalArgumentException(
          "batch.hierarchy.attribute = "
              + batch.hierarchy().attribute()
              + " is read from the items; pass their facts");
    }
    return of(catalogue, new ListedItems(List.of()), batch, group, workers, seed);
  }

  /**
   * Returns a planner of listed tuples; a mined table does not change its plans.
   *
   * @param batch P tuples, K images each
   * @param workers W, at least 1
   * @param seed the run's root seed
   * @throws ConfigurationException if there are fewer tuples than a batch has
   */
  public static Planner of(FixedTuples tuples, BatchSettings batch, int workers, Seed seed) {
    checkWorkers(workers);
    return new Planner(new TupleSampling(tuples, batch, workers, seed.derive("plan")));
  }

  private static void checkWorkers(int workers) {
    if (workers < 1) {
      throw new ConfigurationException(TrainSettings.WORKERS, workers, "it must be at least 1");
    }
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
    return new EpochPlan(epoch, sampling.batches(epoch, affinity));
  }
}
