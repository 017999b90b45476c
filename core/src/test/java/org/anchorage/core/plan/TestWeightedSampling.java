/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.anchorage.core.plan.Plans.all;
import static org.anchorage.core.plan.Plans.assertComplete;
import static org.anchorage.core.plan.Plans.epochsToShowAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestWeightedSampling {

  private static final Seed SEED = new Seed(1);

  private static Planner planner(Catalogue catalogue, BatchSettings batch, int workers) {
    return Planner.of(catalogue, batch, 4, workers, SEED);
  }

  /** Nobody is confused with anybody in particular, and each class so much. */
  private static Affinity masses(double... masses) {
    return new Affinity.Classes(Corpora.rings(masses.length, 1).confusable(), masses);
  }

  private static int[] tickets(EpochPlan plan, Catalogue catalogue, int images) {
    int[] tickets = new int[catalogue.classCount()];
    for (Batch one : all(plan)) {
      for (int i = 0; i < one.size(); i += images) {
        tickets[catalogue.label(one.rows()[i])]++;
      }
    }
    return tickets;
  }

  @Test
  void withoutStrengthOrMassesItIsAsClasses() {
    Catalogue catalogue = Corpora.of(new SplittableRandom(3).ints(40, 4, 40).toArray());
    Affinity mined = masses(new SplittableRandom(4).doubles(40).toArray());
    EpochPlan plain = planner(catalogue, Corpora.batch(8, 4), 2).plan(3, mined);
    assertThat(planner(catalogue, Corpora.weighted(8, 4, 0), 2).plan(3, mined)).isEqualTo(plain);
    Planner strong = planner(catalogue, Corpora.weighted(8, 4, 1), 2);
    assertThat(strong.plan(3, mined)).isNotEqualTo(plain);
    assertThat(strong.plan(3, masses(new double[40]))).isEqualTo(plain);
    assertThat(strong.plan(3, new Affinity.None()))
        .isEqualTo(planner(catalogue, Corpora.batch(8, 4), 2).plan(3, new Affinity.None()));
  }

  @Test
  void aClassHasItsShareOnAverage() {
    int[] needs = {1, 2, 5, 10, 1, 40, 3, 7};
    double[] masses = {2, 0, 1, 3, 0.5, 1, 0, 2.5};
    double strength = 0.7;
    double mean =
        IntStream.range(0, 8).mapToDouble(c -> needs[c] * masses[c]).sum()
            / Arrays.stream(needs).sum();
    long[] ends = Portions.weighted(needs, masses, strength, 1000, 0, SEED).starts();
    double[] average = new double[8];
    int epochs = 2000;
    for (int epoch = 0; epoch < epochs; epoch++) {
      Portions portions = Portions.weighted(needs, masses, strength, 1000, epoch, SEED);
      assertThat(portions.starts()).isEqualTo(ends);
      for (int c = 0; c < 8; c++) {
        ends[c] += portions.streamed()[c];
        assertThat(portions.needs()[c]).isGreaterThanOrEqualTo(portions.streamed()[c]);
        average[c] += portions.needs()[c] / (double) epochs;
      }
      assertThat(Arrays.stream(portions.needs()).sum()).isEqualTo(69);
    }
    double s = 0.9 * strength;
    for (int c = 0; c < 8; c++) {
      assertThat(average[c])
          .isCloseTo(needs[c] * (1 - s + s * masses[c] / mean), within(0.02 * needs[c] + 0.05));
    }
  }

  @Test
  void noClassHasMoreThanThereIsRoomFor() {
    int[] needs = {2, 2, 2, 2};
    Portions portions = Portions.weighted(needs, new double[] {1, 0, 0, 0}, 1, 3, 5, SEED);
    assertThat(portions.needs()[0]).isEqualTo(3);
  }

  @Test
  void batchesAreCompleteWhateverTheShape() {
    SplittableRandom random = SEED.derive("shapes").generator();
    for (int shape = 0; shape < 60; shape++) {
      int perBatch = random.nextInt(2, 9);
      BatchSettings batch =
          Corpora.weighted(perBatch, random.nextInt(2, 5), random.nextDouble(0, 1));
      int classes = batch.classes() + random.nextInt(40);
      Catalogue catalogue = Corpora.of(random.ints(classes, batch.images(), 60).toArray());
      double[] masses = random.doubles(classes, 0, 1).map(x -> x < 0.3 ? 0 : x * x * x).toArray();
      Affinity mined =
          new Affinity.Classes(Corpora.rings(classes, Math.min(classes, 3)).confusable(), masses);
      Planner planner = planner(catalogue, batch, random.nextInt(1, 5));
      assertComplete(planner.plan(shape, mined), catalogue, batch);
    }
  }

  @Test
  void confusedClassesComeMoreOften() {
    Catalogue catalogue = Corpora.equal(80, 16);
    BatchSettings batch = Corpora.weighted(8, 4, 0.5);
    double[] masses = IntStream.range(0, 80).mapToDouble(c -> c < 20 ? 3 : 1).toArray();
    Planner planner = planner(catalogue, batch, 2);
    int[] hard = new int[5];
    for (int epoch = 0; epoch < 5; epoch++) {
      EpochPlan plan = planner.plan(epoch, masses(masses));
      assertThat(plan.batchesPerWorker()).isBetween(20, 23);
      int[] tickets = tickets(plan, catalogue, 4);
      hard[epoch] = Arrays.stream(tickets, 0, 20).sum();
    }
    // a mean of 1.5: 20 x 4 x (0.55 + 0.45 x 2) tickets, where all alike would be 80
    assertThat(Arrays.stream(hard).average().orElse(0)).isCloseTo(116, within(6.0));
  }

  @Test
  void everyImagesTurnComesAtFullStrength() {
    Catalogue catalogue = Corpora.of(new SplittableRandom(3).ints(40, 4, 60).toArray());
    double[] masses = IntStream.range(0, 40).mapToDouble(c -> c % 2).toArray();
    for (int workers : new int[] {1, 3}) {
      Planner planner = planner(catalogue, Corpora.weighted(8, 4, 1), workers);
      // a tenth of the tickets an epoch move on
      assertThat(epochsToShowAll(planner, masses(masses), catalogue.size())).isLessThan(21);
    }
  }

  @Test
  void furtherTicketsBringTheImagesThatTheStreamDidNot() {
    Catalogue catalogue = Corpora.equal(2, 40);
    TrainClasses classes = TrainClasses.of(catalogue, Corpora.batch(2, 4));
    Portions portions = new Portions(new long[] {3, 8}, new int[] {2, 0}, new int[] {10, 10});
    Tickets tickets = Tickets.draw(classes, 4, portions, new int[] {10, 20}, 5, SEED);
    List<Integer> first =
        IntStream.range(0, 10).flatMap(i -> Arrays.stream(tickets.rows(i))).boxed().toList();
    assertThat(first).doesNotHaveDuplicates().hasSize(40);
    int[] counts = new int[80];
    IntStream.range(10, 30)
        .flatMap(i -> Arrays.stream(tickets.rows(i)))
        .forEach(row -> counts[row]++);
    assertThat(Arrays.stream(counts, 40, 80)).containsOnly(2);
  }

  @Test
  void sameInputsGiveTheSamePlan() {
    Catalogue catalogue = Corpora.equal(40, 8);
    Affinity mined = masses(new SplittableRandom(4).doubles(40).toArray());
    BatchSettings batch = Corpora.weighted(8, 4, 0.5);
    EpochPlan plan = planner(catalogue, batch, 2).plan(2, mined);
    assertThat(planner(catalogue, batch, 2).plan(2, mined)).isEqualTo(plan);
    assertThat(planner(catalogue, batch, 2).plan(3, mined).workers()).isNotEqualTo(plan.workers());
  }

  @Test
  void refusesTheMassesOfAnotherCorpus() {
    Planner planner = planner(Corpora.equal(4, 4), Corpora.weighted(2, 2, 0.5), 1);
    Affinity other = new Affinity.Classes(new int[4][0], new double[5]);
    assertThatThrownBy(() -> planner.plan(0, other))
        .hasMessage(
            "The table of confusable classes weighs 5 labels, the catalogue has 4; mine this corpus"
                + " again");
  }
}
