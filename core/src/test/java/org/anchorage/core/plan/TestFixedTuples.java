/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.plan;

import static org.anchorage.core.plan.Plans.all;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.config.value.ConfigurationException;
import org.anchorage.core.corpus.Catalogue;
import org.anchorage.core.corpus.Item;
import org.anchorage.core.corpus.ListedItems;
import org.anchorage.core.corpus.Split;
import org.anchorage.core.plan.FixedTuples.Listed;
import org.anchorage.core.seed.Seed;
import org.junit.jupiter.api.Test;

class TestFixedTuples {

  private static final Affinity NONE = new Affinity.None();
  private static final Seed SEED = new Seed(1);

  /** Class c has rows 6c to 6c + 5. */
  private static final List<Item> ITEMS = Corpora.items(6, 6, 6, 6, 6, 6, 6, 6, 6, 6);

  private static FixedTuples of(List<Item> items, int images, List<Listed> listed) {
    return FixedTuples.of(
        Catalogue.of(items), new ListedItems(items), "list.csv", images, listed.iterator());
  }

  private static Listed listed(String... ids) {
    return new Listed("line 7", List.of(ids));
  }

  private static List<Listed> triplets(int count) {
    SplittableRandom random = SEED.generator();
    List<Listed> triplets = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int c = random.nextInt(10);
      int anchor = random.nextInt(6);
      triplets.add(
          listed(
              ITEMS.get(6 * c + anchor).id(),
              ITEMS.get(6 * c + (anchor + 1 + random.nextInt(5)) % 6).id(),
              ITEMS.get(6 * ((c + 1 + random.nextInt(9)) % 10) + random.nextInt(6)).id()));
    }
    return triplets;
  }

  private static List<String> written(FixedTuples tuples) {
    return IntStream.range(0, tuples.count()).mapToObj(i -> written(tuples.rows(), 3 * i)).toList();
  }

  private static String written(int[] rows, int from) {
    return Arrays.toString(Arrays.copyOfRange(rows, from, from + 3));
  }

  private static List<String> written(Batch batch) {
    return IntStream.range(0, batch.size() / 3)
        .mapToObj(i -> written(batch.rows(), 3 * i))
        .toList();
  }

  @Test
  void everyTupleComesOnceAnEpochSideBySide() {
    FixedTuples tuples = of(ITEMS, 3, triplets(60));
    for (int workers : new int[] {1, 3, 5}) {
      Planner planner = Planner.of(tuples, Corpora.tuples(4, 3), workers, SEED);
      for (int epoch = 0; epoch < 3; epoch++) {
        EpochPlan plan = planner.plan(epoch, NONE);
        List<String> met = new ArrayList<>();
        all(plan).forEach(batch -> met.addAll(written(batch)));
        assertThat(met).containsExactlyInAnyOrderElementsOf(written(tuples));
      }
    }
  }

  @Test
  void theLastBatchesAreToppedUpWithOthers() {
    List<Listed> listed =
        IntStream.range(0, 17)
            .mapToObj(
                i ->
                    listed(
                        ITEMS.get(6 * (i % 10)).id(),
                        ITEMS.get(6 * (i % 10) + 1).id(),
                        ITEMS.get((6 * (i % 10) + 7 + i) % 60).id()))
            .toList();
    FixedTuples tuples = of(ITEMS, 3, listed);
    EpochPlan plan = Planner.of(tuples, Corpora.tuples(4, 3), 2, SEED).plan(0, NONE);
    assertThat(plan.batchesPerWorker()).isEqualTo(3);
    List<String> met = new ArrayList<>();
    for (Batch batch : all(plan)) {
      assertThat(batch.size()).isEqualTo(12);
      assertThat(written(batch)).doesNotHaveDuplicates();
      met.addAll(written(batch));
    }
    assertThat(met).containsAll(written(tuples));
    EpochPlan many = Planner.of(tuples, Corpora.tuples(16, 3), 5, SEED).plan(0, NONE);
    assertThat(many.batchesPerWorker()).isEqualTo(1);
    all(many).forEach(batch -> assertThat(written(batch)).doesNotHaveDuplicates());
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    List<Listed> listed = triplets(50);
    FixedTuples tuples = of(ITEMS, 3, listed);
    EpochPlan plan = Planner.of(tuples, Corpora.tuples(4, 3), 2, SEED).plan(1, NONE);
    Collections.reverse(listed);
    assertThat(of(ITEMS, 3, listed)).isEqualTo(tuples).hasSameHashCodeAs(tuples);
    Planner again = Planner.of(of(ITEMS, 3, listed), Corpora.tuples(4, 3), 2, SEED);
    assertThat(again.plan(1, NONE)).isEqualTo(plan);
    assertThat(again.plan(2, NONE).workers()).isNotEqualTo(plan.workers());
  }

  @Test
  void tuplesAreSortedAsATwinThatSortsArrays() {
    SplittableRandom random = SEED.generator();
    for (int trial = 0; trial < 60; trial++) {
      int size = 2 + trial % 2;
      int[][] tuples = new int[random.nextInt(40)][];
      Arrays.setAll(tuples, i -> random.ints(size, 0, 5).toArray());
      int[] flat = Arrays.stream(tuples).flatMapToInt(Arrays::stream).toArray();
      Arrays.sort(tuples, Arrays::compare);
      TupleOrder.sort(flat, size);
      assertThat(flat).isEqualTo(Arrays.stream(tuples).flatMapToInt(Arrays::stream).toArray());
    }
  }

  /** More tuples than are looked up at once. */
  @Test
  void aLongListIsReadWhole() {
    FixedTuples tuples = of(ITEMS, 3, triplets(100_001));
    assertThat(tuples.count()).isEqualTo(100_001);
    assertThat(written(tuples).get(0)).isLessThan(written(tuples).get(100_000));
  }

  @Test
  void pairsAreRowsTwoByTwo() {
    FixedTuples pairs =
        of(
            ITEMS,
            2,
            List.of(
                listed("c000001/000001", "c000001/000000"),
                listed("c000000/000000", "c000000/000005")));
    assertThat(pairs.rows()).containsExactly(0, 5, 7, 6);
    assertThat(pairs.count()).isEqualTo(2);
    Batch batch = all(Planner.of(pairs, Corpora.tuples(2, 2), 1, SEED).plan(0, NONE)).get(0);
    assertThat(batch.toString()).isIn("[0, 5, 7, 6]", "[7, 6, 0, 5]");
  }

  private static void assertRefused(int images, Listed tuple, String message) {
    List<Item> items = new ArrayList<>(Corpora.items(2, 2));
    items.add(Corpora.item("held", "c000000", Split.TEST));
    assertThatThrownBy(() -> of(items, images, List.of(tuple)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(message);
  }

  @Test
  void refusesWhatCannotBeTrainedOn() {
    assertRefused(
        2,
        listed("c000000/000000", "nobody"),
        "Cannot use batch.tuples = list.csv: line 7 names 'nobody', which is not in the corpus; use"
            + " ids of its catalogue");
    assertRefused(
        2,
        listed("c000000/000000", "held"),
        "Cannot use batch.tuples = list.csv: line 7 names 'held' of split test; only train is"
            + " trained on");
    assertRefused(
        2,
        listed("c000000/000000", "c000000/000000"),
        "Cannot use batch.tuples = list.csv: line 7 names 'c000000/000000' as its own positive");
    assertRefused(
        2,
        listed("c000000/000000", "c000000/000001", "c000001/000000"),
        "Cannot use batch.images = 2: line 7 of list.csv has 3 ids; set it to 2 for anchor and"
            + " positive, or 3 with a negative");
  }

  @Test
  void refusesWhatContradictsTheLabels() {
    assertRefused(
        2,
        listed("c000000/000000", "c000001/000000"),
        "Cannot use batch.tuples = list.csv: line 7: positive 'c000001/000000' is of class"
            + " 'c000001' and anchor 'c000000/000000' of class 'c000000'; labels decide what"
            + " attracts, so leave it out or change its label");
    assertRefused(
        3,
        listed("c000000/000000", "c000000/000001", "c000000/000001"),
        "Cannot use batch.tuples = list.csv: line 7: negative 'c000000/000001' is of class"
            + " 'c000000' and anchor 'c000000/000000' of class 'c000000'; labels decide what"
            + " attracts, so leave it out or change its label");
  }

  @Test
  void refusesTooFewTuplesAndAMissingList() {
    FixedTuples tuples = of(ITEMS, 3, triplets(3));
    assertThatThrownBy(() -> Planner.of(tuples, Corpora.tuples(4, 3), 1, SEED))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "Cannot use batch.classes = 4: the list has only 3 tuples, and a batch takes each once;"
                + " lower it, or list more");
    assertThatThrownBy(() -> Planner.of(Catalogue.of(ITEMS), Corpora.tuples(4, 3), 4, 1, SEED))
        .hasMessage("batch.sampler = tuples is planned from a list; pass it");
    assertThatThrownBy(() -> new FixedTuples(3, new int[4]))
        .hasMessage("4 rows are no tuples of 3; a tuple has 2 images, or 3");
  }
}
