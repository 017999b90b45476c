/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.anchorage.core.plan.Plans.all;
import static org.anchorage.core.plan.Plans.assertComplete;
import static org.anchorage.core.plan.Plans.epochsToShowAll;
import static org.anchorage.core.plan.Plans.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.anchorage.core.config.BatchSettings;
import org.anchorage.core.config.BatchSettings.Hierarchy;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestHierarchySampling {

  private static final Affinity NONE = new Affinity.None();
  private static final Seed SEED = new Seed(1);

  private static BatchSettings batch(int classes, int images, int superClasses) {
    return Corpora.hierarchy(classes, images, new Hierarchy(superClasses, "", "/"));
  }

  private static Planner planner(Catalogue catalogue, BatchSettings batch, int workers) {
    return Planner.of(catalogue, batch, 4, workers, SEED);
  }

  private static Planner planner(List<Item> items, BatchSettings batch, int workers) {
    return Planner.of(Catalogue.of(items), new ListedItems(items), batch, 4, workers, SEED);
  }

  /** Super-class s has sizes[s].length classes of so many images, called gSS/cCC. */
  private static List<Item> items(int[]... sizes) {
    List<Item> items = new ArrayList<>();
    for (int s = 0; s < sizes.length; s++) {
      for (int c = 0; c < sizes[s].length; c++) {
        String name = "g%02d/c%02d".formatted(s, c);
        for (int i = 0; i < sizes[s][c]; i++) {
          items.add(Corpora.item(name + "/%03d".formatted(i), name, Split.TRAIN));
        }
      }
    }
    return items;
  }

  private static int[][] equal(int superClasses, int classes, int images) {
    int[][] sizes = new int[superClasses][classes];
    Arrays.stream(sizes).forEach(own -> Arrays.fill(own, images));
    return sizes;
  }

  private static int[][] random(SplittableRandom random, int superClasses, int least, int images) {
    int[][] sizes = new int[superClasses][];
    Arrays.setAll(
        sizes, s -> random.ints(least + random.nextInt(12), images, images * 12).toArray());
    return sizes;
  }

  private static String superClass(Catalogue catalogue, int row) {
    return catalogue.className(catalogue.label(row)).substring(0, 3);
  }

  /** Every batch is complete, and has S super-classes side by side, P / S distinct classes each. */
  private static void assertHierarchical(EpochPlan plan, Catalogue catalogue, BatchSettings batch) {
    assertComplete(plan, catalogue, batch);
    int superClasses = batch.hierarchy().superClasses();
    int each = batch.size() / superClasses;
    for (Batch one : all(plan)) {
      List<String> met = new ArrayList<>();
      for (int from = 0; from < one.size(); from += each) {
        List<String> block =
            Arrays.stream(one.rows(), from, from + each)
                .mapToObj(row -> superClass(catalogue, row))
                .distinct()
                .toList();
        assertThat(block).hasSize(1);
        met.addAll(block);
      }
      assertThat(met).doesNotHaveDuplicates();
    }
  }

  @Test
  void equalSuperClassesShowEveryImageOnceAnEpoch() {
    Catalogue catalogue = Catalogue.of(items(equal(12, 8, 8)));
    BatchSettings batch = batch(8, 4, 2);
    for (int workers : new int[] {1, 2, 12}) {
      Planner planner = planner(catalogue, batch, workers);
      for (int epoch = 0; epoch < 3; epoch++) {
        EpochPlan plan = planner.plan(epoch, NONE);
        assertHierarchical(plan, catalogue, batch);
        assertThat(plan.images()).isEqualTo(768);
        assertThat(rows(plan)).hasSize(768);
      }
    }
  }

  @Test
  void everyWorkerHasEquallyManyCompleteBatchesWhateverTheShape() {
    SplittableRandom random = SEED.derive("shapes").generator();
    for (int shape = 0; shape < 40; shape++) {
      int superClasses = random.nextInt(1, 5);
      int each = random.nextInt(2, 5);
      BatchSettings batch = batch(superClasses * each, random.nextInt(2, 4), superClasses);
      int[][] sizes = random(random, superClasses + random.nextInt(10), each, batch.images());
      Catalogue catalogue = Catalogue.of(items(sizes));
      int ring = Math.min(3, catalogue.classCount());
      Affinity affinity = shape % 2 == 0 ? NONE : Corpora.rings(catalogue.classCount(), ring);
      Planner planner = planner(catalogue, batch, random.nextInt(1, 4));
      assertHierarchical(planner.plan(shape, affinity), catalogue, batch);
    }
  }

  @Test
  void unequalSuperClassesShowEveryImageOverTheEpochs() {
    SplittableRandom random = SEED.derive("unequal").generator();
    int[][] sizes = random(random, 9, 4, 4);
    sizes[2] = random.ints(60, 4, 40).toArray();
    sizes[5][1] = 900;
    Catalogue catalogue = Catalogue.of(items(sizes));
    for (int workers : new int[] {1, 2, 3}) {
      Planner planner = planner(catalogue, batch(12, 4, 3), workers);
      assertThat(epochsToShowAll(planner, NONE, catalogue.size())).isLessThan(40);
    }
  }

  @Test
  void superClassesHaveAWorkerToThemselvesAnotherEveryEpoch() {
    Catalogue catalogue = Catalogue.of(items(equal(24, 4, 8)));
    Planner planner = planner(catalogue, batch(8, 4, 4), 3);
    List<Map<String, Integer>> owners = new ArrayList<>();
    for (int epoch = 0; epoch < 2; epoch++) {
      Map<String, Integer> owner = new TreeMap<>();
      EpochPlan plan = planner.plan(epoch, NONE);
      for (int worker = 0; worker < 3; worker++) {
        for (Batch one : plan.workers().get(worker)) {
          for (int row : one.rows()) {
            int other = owner.merge(superClass(catalogue, row), worker, (a, b) -> a);
            assertThat(other).isEqualTo(worker);
          }
        }
      }
      assertThat(owner).hasSize(24);
      owners.add(owner);
    }
    long moved =
        owners.get(0).entrySet().stream()
            .filter(before -> !before.getValue().equals(owners.get(1).get(before.getKey())))
            .count();
    // two thirds of 24 are expected to move
    assertThat(moved).isBetween(8L, 23L);
  }

  @Test
  void oneSuperClassIsPlannedAsItsClassesAlone() {
    Catalogue catalogue = Catalogue.of(items(SEED.generator().ints(20, 4, 40).toArray()));
    BatchSettings batch = batch(6, 4, 1);
    Seed own = SEED.derive("plan").derive("super-class").derive("g00");
    TrainClasses classes = TrainClasses.of(catalogue, batch);
    Sampling twin = new ClassSampling(classes, 6, 4, 4, 1, 0, own);
    Affinity confusable = Corpora.rings(20, 5);
    for (int epoch = 0; epoch < 3; epoch++) {
      assertThat(planner(catalogue, batch, 1).plan(epoch, confusable).workers())
          .isEqualTo(twin.batches(epoch, confusable));
    }
  }

  @Test
  void sameInputsGiveTheSamePlan() {
    List<Item> items = items(random(SEED.generator(), 8, 3, 4));
    BatchSettings batch = batch(6, 4, 2);
    EpochPlan plan = planner(Catalogue.of(items), batch, 2).plan(3, NONE);
    List<Item> reversed = new ArrayList<>(items);
    Collections.reverse(reversed);
    assertThat(planner(Catalogue.of(reversed), batch, 2).plan(3, NONE)).isEqualTo(plan);
    assertThat(planner(Catalogue.of(items), batch, 2).plan(4, NONE).workers())
        .isNotEqualTo(plan.workers());
    assertThat(Planner.of(Catalogue.of(items), batch, 4, 2, new Seed(2)).plan(3, NONE))
        .isNotEqualTo(plan);
  }

  private static Item with(Item item, Map<String, String> attributes) {
    return new Item(
        item.id(),
        item.className(),
        item.split(),
        item.shard(),
        item.offset(),
        item.width(),
        item.height(),
        item.sha256(),
        attributes);
  }

  /** Classes of one super-class need not be neighbours in the order of names. */
  private static List<Item> genera(int classes) {
    List<Item> items = new ArrayList<>();
    for (Item item : Corpora.items(IntStream.range(0, classes).map(c -> 8).toArray())) {
      int label = Integer.parseInt(item.className().substring(1));
      items.add(with(item, Map.of("genus", "g" + label % 3)));
    }
    return items;
  }

  @Test
  void anAttributeNamesTheSuperClassAsWellAsTheNameDoes() {
    List<Item> named = items(random(SEED.generator(), 6, 4, 4));
    List<Item> marked =
        named.stream()
            .map(item -> with(item, Map.of("genus", item.className().substring(0, 3))))
            .toList();
    BatchSettings byAttribute = Corpora.hierarchy(8, 4, new Hierarchy(2, "genus", "/"));
    assertThat(planner(marked, byAttribute, 2).plan(1, NONE))
        .isEqualTo(planner(Catalogue.of(named), batch(8, 4, 2), 2).plan(1, NONE));

    List<Item> scattered = genera(12);
    EpochPlan plan = planner(scattered, byAttribute, 1).plan(0, NONE);
    assertThat(rows(plan)).hasSize(96);
    for (Batch one : all(plan)) {
      Map<String, Integer> met = new HashMap<>();
      for (int row : one.rows()) {
        met.merge(scattered.get(row).attributes().getOrDefault("genus", ""), 1, Integer::sum);
      }
      assertThat(met.values()).containsExactly(16, 16);
    }
  }

  @Test
  void confusableSiblingsMeet() {
    Catalogue catalogue = Catalogue.of(items(equal(6, 24, 8)));
    int[][] confusable = new int[144][];
    Arrays.setAll(confusable, c -> new int[] {c / 24 * 24 + (c % 24 + 12) % 24});
    Affinity siblings = new Affinity.Classes(confusable);
    BatchSettings batch = batch(12, 4, 2);
    Planner planner = Planner.of(catalogue, batch, 2, 2, SEED);
    EpochPlan with = planner.plan(1, siblings);
    assertHierarchical(with, catalogue, batch);
    assertThat(rows(with)).hasSize(catalogue.size());
    double chance = PlanStatistics.of(planner.plan(1, NONE), catalogue, siblings).share();
    double mined = PlanStatistics.of(with, catalogue, siblings).share();
    // three confusable pairs a block, six of 66 pairs a batch
    assertThat(mined).isBetween(0.07, 6.0 / 66 + 1e-9).isGreaterThan(2 * chance);

    int[] rows = IntStream.range(0, catalogue.size()).toArray();
    int[][] negatives = new int[rows.length][];
    Arrays.setAll(negatives, row -> new int[] {row / 192 * 192 + (row % 192 + 96) % 192});
    Affinity instances = new Affinity.Instances(rows, negatives);
    EpochPlan around = planner.plan(1, instances);
    assertHierarchical(around, catalogue, batch);
    assertThat(PlanStatistics.of(around, catalogue, instances).share())
        .isGreaterThan(2 * PlanStatistics.of(planner.plan(1, NONE), catalogue, instances).share());
  }

  @Test
  void refusesAClassWithoutASuperClass() {
    assertThatThrownBy(() -> planner(Corpora.equal(8, 4), batch(4, 4, 2), 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.hierarchy.separator = /: class 'c000000' has no super-class before"
                + " it; use another, or name an attribute that holds the super-class"
                + " (batch.hierarchy.attribute)");
    BatchSettings byAttribute = Corpora.hierarchy(4, 4, new Hierarchy(2, "family", "/"));
    assertThatThrownBy(() -> planner(genera(6), byAttribute, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.hierarchy.attribute = family: no image of class 'c000000' has it;"
                + " import the corpus with it, or name another attribute");
    assertThatThrownBy(() -> planner(Catalogue.of(genera(6)), byAttribute, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("batch.hierarchy.attribute = family is read from the items; pass their facts");
  }

  @Test
  void refusesAClassWithTwoSuperClasses() {
    List<Item> items = genera(6);
    items.set(10, with(items.get(10), Map.of("genus", "g2")));
    BatchSettings byAttribute = Corpora.hierarchy(4, 4, new Hierarchy(2, "genus", "/"));
    assertThatThrownBy(() -> planner(items, byAttribute, 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.hierarchy.attribute = genus: class 'c000001' has two super-classes,"
                + " 'g1' and 'g2' (of 'c000001/000002'); all images of a class must name the same");
  }

  @Test
  void refusesTooFewClassesOrSuperClasses() {
    Catalogue catalogue = Catalogue.of(items(equal(3, 4, 4)));
    assertThatThrownBy(() -> planner(catalogue, batch(8, 4, 4), 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.hierarchy.super-classes = 4: there are only 3 super-classes to train"
                + " on; lower it to 3");
    int[][] sizes = equal(3, 4, 4);
    sizes[1] = new int[] {4, 4};
    assertThatThrownBy(() -> planner(Catalogue.of(items(sizes)), batch(6, 4, 2), 1))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.classes = 6: it takes 3 classes of each of 2 super-classes; 'g01' has"
                + " 2 to train on, and 1 of 3 have fewer than it takes; lower it, or raise"
                + " batch.hierarchy.super-classes");
  }
}
