/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.anchorage.core.plan.Plans.all;
import static org.anchorage.core.plan.Plans.assertComplete;
import static org.anchorage.core.plan.Plans.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.SmallClasses;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestPlanner {

  private static final Affinity NONE = new Affinity.None();
  private static final Seed SEED = new Seed(1);

  private static Planner planner(Catalogue catalogue, BatchSettings batch, int workers) {
    return Planner.of(catalogue, batch, 4, workers, SEED);
  }

  private static int[] longTail(int classes) {
    return IntStream.range(0, classes).map(c -> 4 + 4000 / ((c + 1) * (c + 1))).toArray();
  }

  @Test
  void smallExample() {
    Catalogue catalogue = Corpora.of(4, 4, 4, 4);
    Affinity confusable = new Affinity.Classes(new int[][] {{2}, {3}, {0}, {1}});
    Planner planner = Planner.of(catalogue, Corpora.batch(2, 2), 2, 1, SEED);
    EpochPlan plan = planner.plan(0, confusable);
    assertThat(plan.workers().get(0))
        .hasToString("[[14, 15, 4, 5], [3, 0, 8, 9], [13, 12, 6, 7], [2, 1, 10, 11]]");
  }

  @Test
  void equalClassesShowEveryImageOnceAnEpoch() {
    Catalogue catalogue = Corpora.equal(40, 8);
    BatchSettings batch = Corpora.batch(8, 4);
    for (int epoch = 0; epoch < 3; epoch++) {
      EpochPlan plan = planner(catalogue, batch, 2).plan(epoch, NONE);
      assertComplete(plan, catalogue, batch);
      assertThat(plan.batchesPerWorker()).isEqualTo(5);
      assertThat(plan.images()).isEqualTo(320);
      assertThat(rows(plan)).hasSize(320);
    }
  }

  @Test
  void everyWorkerHasEquallyManyBatchesWhateverTheShape() {
    SplittableRandom random = SEED.derive("shapes").generator();
    for (int shape = 0; shape < 60; shape++) {
      BatchSettings batch = Corpora.batch(random.nextInt(2, 9), random.nextInt(2, 5));
      int classes = batch.classes() + random.nextInt(40);
      int[] sizes = random.ints(classes, batch.images(), 60).toArray();
      Catalogue catalogue = Corpora.of(sizes);
      Affinity affinity = shape % 2 == 0 ? NONE : Corpora.rings(classes, Math.min(classes, 5));
      Planner planner = planner(catalogue, batch, random.nextInt(1, 5));
      assertComplete(planner.plan(shape, affinity), catalogue, batch);
    }
  }

  @Test
  void unequalClassesShowEveryImageWhereBatchesHaveRoom() {
    int[] sizes = new SplittableRandom(3).ints(100, 4, 40).toArray();
    Catalogue catalogue = Corpora.of(sizes);
    BatchSettings batch = Corpora.batch(8, 4);
    for (int workers : new int[] {1, 2, 5}) {
      EpochPlan plan = planner(catalogue, batch, workers).plan(1, NONE);
      assertComplete(plan, catalogue, batch);
      assertThat(rows(plan)).hasSize(catalogue.size());
    }
  }

  @Test
  void longTailedClassesShowEveryImageOverTheEpochs() {
    Catalogue catalogue = Corpora.of(longTail(24));
    BatchSettings batch = Corpora.batch(8, 4);
    for (int workers : new int[] {1, 3, 4}) {
      Planner planner = planner(catalogue, batch, workers);
      Set<Integer> seen = new HashSet<>();
      int epochs = 0;
      while (seen.size() < catalogue.size() && epochs < 200) {
        EpochPlan plan = planner.plan(epochs++, NONE);
        assertComplete(plan, catalogue, batch);
        seen.addAll(rows(plan));
      }
      assertThat(seen).hasSize(catalogue.size());
    }
  }

  @Test
  void smallAndLargeClassesAreSpreadOverTheEpoch() {
    int[] sizes = IntStream.range(0, 200).map(c -> c < 20 ? 200 : 4).toArray();
    Catalogue catalogue = Corpora.of(sizes);
    List<Batch> batches = planner(catalogue, Corpora.batch(8, 4), 1).plan(0, NONE).workers().get(0);
    long early =
        batches.subList(0, batches.size() / 2).stream()
            .flatMapToInt(batch -> Arrays.stream(catalogue.labels(batch.rows())))
            .filter(label -> label >= 20)
            .count();
    assertThat(early / 4).isBetween(60L, 120L);
  }

  @Test
  void sameInputsGiveTheSamePlan() {
    List<Item> items = Corpora.items(longTail(30));
    BatchSettings batch = Corpora.batch(4, 4);
    EpochPlan plan = planner(Catalogue.of(items), batch, 2).plan(3, NONE);
    List<Item> shuffled = new ArrayList<>(items);
    Collections.reverse(shuffled);
    assertThat(planner(Catalogue.of(shuffled), batch, 2).plan(3, NONE)).isEqualTo(plan);
    assertThat(planner(Catalogue.of(items), batch, 2).plan(4, NONE).workers())
        .isNotEqualTo(plan.workers());
    assertThat(Planner.of(Catalogue.of(items), batch, 4, 2, new Seed(2)).plan(3, NONE))
        .isNotEqualTo(plan);
  }

  @Test
  void classesHaveAWorkerToThemselvesAnotherEveryEpoch() {
    Catalogue catalogue = Corpora.equal(48, 8);
    Planner planner = planner(catalogue, Corpora.batch(8, 4), 4);
    int moved = 0;
    int[] before = owners(planner.plan(0, NONE), catalogue);
    for (int epoch = 1; epoch < 4; epoch++) {
      int[] now = owners(planner.plan(epoch, NONE), catalogue);
      for (int label = 0; label < now.length; label++) {
        moved += now[label] == before[label] ? 0 : 1;
      }
      before = now;
    }
    // three quarters of 3 x 48 are expected to move
    assertThat(moved).isBetween(80, 130);
  }

  private static int[] owners(EpochPlan plan, Catalogue catalogue) {
    int[] owners = new int[catalogue.classCount()];
    Arrays.fill(owners, -1);
    for (int worker = 0; worker < plan.workers().size(); worker++) {
      for (Batch batch : plan.workers().get(worker)) {
        for (int label : catalogue.labels(batch.rows())) {
          assertThat(owners[label]).isIn(-1, worker);
          owners[label] = worker;
        }
      }
    }
    assertThat(owners).doesNotContain(-1);
    return owners;
  }

  @Test
  void fewClassesGoRoundAllWorkers() {
    Catalogue catalogue = Corpora.equal(10, 40);
    BatchSettings batch = Corpora.batch(8, 4);
    EpochPlan plan = planner(catalogue, batch, 3).plan(0, NONE);
    assertComplete(plan, catalogue, batch);
    for (List<Batch> worker : plan.workers()) {
      Set<Integer> labels = new HashSet<>();
      for (Batch one : worker) {
        Arrays.stream(catalogue.labels(one.rows())).forEach(labels::add);
      }
      assertThat(labels).hasSize(10);
    }
    assertThat(rows(plan)).hasSize(400);
  }

  @Test
  void confusableClassesMeet() {
    Catalogue catalogue = Corpora.equal(120, 8);
    Affinity confusable = Corpora.rings(120, 4);
    for (int workers : new int[] {1, 3}) {
      Planner planner = planner(catalogue, Corpora.batch(12, 4), workers);
      EpochPlan before = planner.plan(2, NONE);
      EpochPlan after = planner.plan(2, confusable);
      double chance = PlanStatistics.of(before, catalogue, confusable).share();
      double mined = PlanStatistics.of(after, catalogue, confusable).share();
      assertThat(chance).isLessThan(0.1);
      // whole rings of 4 in a batch of 12 are 18 of 66 pairs
      assertThat(mined).isBetween(0.2, 18.0 / 66 + 1e-9);
      assertThat(rows(after)).hasSize(catalogue.size());
    }
  }

  @Test
  void minedNegativesMeet() {
    int classes = 60;
    Catalogue catalogue = Corpora.equal(classes, 8);
    int[] rows = IntStream.range(0, catalogue.size()).toArray();
    int[][] negatives = new int[rows.length][];
    SplittableRandom random = SEED.derive("negatives").generator();
    for (int row : rows) {
      int other = (row / 8 + random.nextInt(1, classes)) % classes;
      negatives[row] = new int[] {other * 8 + random.nextInt(8)};
    }
    Affinity instances = new Affinity.Instances(rows, negatives);
    BatchSettings batch = Corpora.batch(12, 4);
    Planner planner = planner(catalogue, batch, 1);
    EpochPlan after = planner.plan(0, instances);
    assertComplete(after, catalogue, batch);
    assertThat(rows(after)).hasSize(catalogue.size());
    double chance = PlanStatistics.of(planner.plan(0, NONE), catalogue, instances).share();
    double mined = PlanStatistics.of(after, catalogue, instances).share();
    assertThat(mined).isGreaterThan(2 * chance);
  }

  @Test
  void pairsRepeatClassesOnlyWhereThereAreFewer() {
    Catalogue few = Corpora.equal(10, 60);
    BatchSettings pairs = Corpora.pairs(24);
    EpochPlan plan = planner(few, pairs, 2).plan(0, NONE);
    assertComplete(plan, few, pairs, 2, 3);
    assertThat(rows(plan)).hasSize(600);

    Catalogue many = Corpora.equal(60, 6);
    assertComplete(planner(many, pairs, 2).plan(0, NONE), many, pairs);
  }

  @Test
  void pairsOfFewUnequalClassesAreEven() {
    Catalogue catalogue = Corpora.of(200, 100, 2);
    BatchSettings pairs = Corpora.pairs(4);
    for (int workers : new int[] {1, 3}) {
      EpochPlan plan = planner(catalogue, pairs, workers).plan(0, NONE);
      assertComplete(plan, catalogue, pairs, 1, 2);
      assertThat(rows(plan)).hasSize(302);
    }
  }

  @Test
  void repeatsImagesOfSmallClassesWhenTold() {
    Catalogue catalogue = Corpora.of(1, 3, 8, 8);
    BatchSettings batch = Corpora.batch(4, 4, SmallClasses.REPEAT);
    for (Batch one : all(planner(catalogue, batch, 1).plan(0, NONE))) {
      assertThat(Arrays.stream(one.rows()).filter(row -> row == 0).count()).isEqualTo(4);
      assertThat(Arrays.stream(one.rows()).filter(row -> row >= 1 && row < 4).count()).isEqualTo(4);
    }
  }

  @Test
  void skipsSmallClassesWhenTold() {
    Catalogue catalogue = Corpora.of(3, 8, 2, 8, 8);
    BatchSettings batch = Corpora.batch(2, 4, SmallClasses.SKIP);
    assertThat(rows(planner(catalogue, batch, 1).plan(0, Corpora.rings(5, 3))))
        .hasSize(24)
        .doesNotContain(0, 1, 2, 11, 12);
  }

  @Test
  void plansTrainingItemsOnly() {
    List<Item> items = new ArrayList<>(Corpora.items(4, 4, 4));
    items.add(Corpora.item("c000001/z", "c000001", Split.TEST));
    items.add(Corpora.item("x", "x", Split.VALIDATION));
    Catalogue catalogue = Catalogue.of(items);
    assertThat(rows(planner(catalogue, Corpora.batch(3, 4), 1).plan(0, NONE)))
        .hasSize(12)
        .doesNotContain(8, 13);
  }

  @Test
  void largeUnequalCorpusOnFourWorkers() {
    int[] sizes = IntStream.range(0, 5_000).map(c -> 4 + c % 33).toArray();
    Catalogue catalogue = Corpora.of(sizes);
    Planner planner = Planner.of(catalogue, Corpora.batch(32, 4), 8, 4, SEED);
    EpochPlan plan = planner.plan(0, Corpora.rings(5_000, 10));
    assertThat(rows(plan)).hasSize(catalogue.size());
  }

  @Test
  void refusesABatchOfMoreClassesThanThereAre() {
    assertThatThrownBy(() -> planner(Corpora.equal(10, 8), Corpora.batch(32, 4), 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.classes = 32: there are only 10 classes to train on; lower it to 10"
                + " or set batch.sampler = pairs");
    assertThatThrownBy(() -> planner(Corpora.equal(1, 8), Corpora.pairs(4), 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.classes = 4: there are only 1 classes to train on; a ranking loss"
                + " needs at least 2");
  }

  @Test
  void refusesAClassThatIsTooSmall() {
    assertThatThrownBy(() -> planner(Corpora.of(8, 3, 2, 8), Corpora.batch(2, 4), 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.images = 4: class 'c000002' has 2, and 2 of 4 classes have fewer;"
                + " lower it, or set batch.small-classes = repeat or skip");
  }

  @Test
  void refusesTooFewClassesAfterSkipping() {
    BatchSettings batch = Corpora.batch(3, 4, SmallClasses.SKIP);
    assertThatThrownBy(() -> planner(Corpora.of(8, 3, 2, 8), batch, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.classes = 3: there are only 2 classes to train on, after"
                + " batch.small-classes = skip left out 2 with fewer than 4 images; lower it to 2"
                + " or set batch.sampler = pairs");
  }

  @Test
  void refusesACorpusWithoutTrainingImages() {
    Catalogue catalogue = Catalogue.of(List.of(Corpora.item("a", "a", Split.TEST)));
    assertThatThrownBy(() -> planner(catalogue, Corpora.batch(2, 2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("The corpus has no training images among its 1; import some into split train");
  }

  @Test
  void refusesTheTableOfAnotherCorpus() {
    Planner planner = planner(Corpora.equal(4, 4), Corpora.batch(2, 2), 1);
    assertThatThrownBy(() -> planner.plan(0, Corpora.rings(5, 2)))
        .hasMessage(
            "The table of confusable classes has 5 labels, the catalogue 4; mine this corpus"
                + " again");
    Affinity rows = new Affinity.Instances(new int[] {0}, new int[][] {{16}});
    assertThatThrownBy(() -> planner.plan(0, rows))
        .hasMessage(
            "The table of hard negatives names row 16, the catalogue has 16; mine this corpus"
                + " again");
    assertThatThrownBy(() -> new Affinity.Instances(new int[] {0}, new int[0][]))
        .hasMessage("1 rows and 0 lists of hard negatives; give each row one list");
  }

  @Test
  void refusesNumbersThatMakeNoSense() {
    Catalogue catalogue = Corpora.equal(4, 4);
    BatchSettings batch = Corpora.batch(2, 2);
    assertThatThrownBy(() -> Planner.of(catalogue, batch, 4, 0, SEED))
        .hasMessage("Cannot use workers = 0: it must be at least 1");
    assertThatThrownBy(() -> Planner.of(catalogue, batch, 0, 1, SEED))
        .hasMessage("Cannot use mine.group = 0: it must be at least 1");
    assertThatThrownBy(() -> planner(catalogue, batch, 1).plan(-1, NONE))
        .hasMessage("Epochs count from 0, not -1");
  }
}
