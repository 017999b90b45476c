/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.anchorage.core.metrics.EvaluatedItems;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.driver.embed.NeighbourStage;
import org.anchorage.driver.vectors.VectorSet;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestFirstFound {

  private static final String POOLS = "evaluate.query=role=query;evaluate.gallery=role=gallery";

  @ParameterizedTest
  @CsvSource({
    "'', 90",
    "'', 40",
    "evaluate.camera=camera, 90",
    "evaluate.camera=camera, 50",
    POOLS + ", 90",
    POOLS + ", 60",
    POOLS + ";evaluate.camera=camera, 60"
  })
  void equalsAFullSort(String words, int most) {
    EvaluatedItems items =
        LookedAtItems.evaluated(words.isEmpty() ? new String[0] : words.split(";", -1));
    LookedAt looked = LookedAt.of(items, most, new Seed(3));
    Vectors vectors = LookedAtItems.vectors(looked.rows().length);
    FirstFound found = LookedAtItems.found(looked, vectors);
    assertThat(looked.rows().length).isLessThanOrEqualTo(most);
    assertThat(found.queries()).isEqualTo(looked.queries().length);
    for (int query = 0; query < found.queries(); query++) {
      int[] ranking = LookedAtItems.ranking(looked, vectors, query);
      int right = -1;
      int wrong = -1;
      int rank = 0;
      for (int i = ranking.length - 1; i >= 0; i--) {
        if (looked.galleryLabel(ranking[i]) == looked.queryLabel(query)) {
          right = ranking[i];
          rank = i + 1;
        } else {
          wrong = ranking[i];
        }
      }
      assertThat(found.right()[query]).isEqualTo(right);
      assertThat(found.rank()[query]).isEqualTo(rank);
      assertThat(found.wrong()[query]).isEqualTo(wrong);
      assertThat(found.isMiss(query)).isEqualTo(rank > 1);
      assertThat(found.isLone(query)).isEqualTo(right < 0);
      if (right >= 0) {
        assertThat(found.rightDistance()[query])
            .isEqualTo(
                (float)
                    vectors.squaredDistance(
                        looked.queries()[query], vectors, looked.gallery()[right]));
      }
    }
  }

  @Test
  void aSampleKeepsWhatTheProtocolLeavesOut() {
    EvaluatedItems items = LookedAtItems.evaluated("evaluate.camera=camera");
    LookedAt whole = LookedAt.of(items, 90, new Seed(3));
    LookedAt some = LookedAt.of(items, 50, new Seed(3));
    assertThat(whole.isWhole()).isTrue();
    assertThat(some.isWhole()).isFalse();
    for (int query = 0; query < some.queries().length; query++) {
      int row = some.rows()[some.queries()[query]];
      int same = Arrays.binarySearch(whole.rows(), row);
      assertThat(rows(some, some.leftOut(query))).isSubsetOf(rows(whole, whole.leftOut(same)));
      assertThat(rows(some, some.leftOut(query))).contains(row);
      assertThat(rows(some, some.relevant(query))).isSubsetOf(rows(whole, whole.relevant(same)));
    }
  }

  private static List<Integer> rows(LookedAt looked, int[] items) {
    return Arrays.stream(items).map(item -> looked.rows()[looked.gallery()[item]]).boxed().toList();
  }

  @Test
  void nearestAreThoseOfAFullSort() {
    LookedAt looked =
        LookedAt.of(LookedAtItems.evaluated("evaluate.camera=camera"), 90, new Seed(3));
    Vectors vectors = LookedAtItems.vectors(90);
    int[] asked = {4, 17, 80};
    VectorSet all = new LookedAtItems.InMemory(vectors);
    NeighbourStage.Base base =
        new NeighbourStage.Base(all.chosen(looked.gallery()), all.chosen(asked));
    NearestTask task = new NearestTask(looked, asked, 5);
    try (NeighbourSearch search = SearchKind.EXACT.prepare(vectors)) {
      Neighbours found =
          NearestTask.joined(
              List.of(task.run(search, base, 0, 1), task.run(search, base, 1, 3)), 5);
      for (int i = 0; i < asked.length; i++) {
        assertThat(Arrays.copyOfRange(found.indices(), 5 * i, 5 * i + 5))
            .containsExactly(Arrays.copyOf(LookedAtItems.ranking(looked, vectors, asked[i]), 5));
      }
    }
  }

  @Test
  void missesByClassAndByPairAddUp() {
    LookedAt looked = LookedAt.of(LookedAtItems.evaluated(), 90, new Seed(3));
    FirstFound found = LookedAtItems.found(looked, LookedAtItems.vectors(90));
    Map<Integer, int[]> byClass = new TreeMap<>();
    Map<Set<Integer>, Integer> byPair = new HashMap<>();
    int misses = 0;
    for (int query = 0; query < 90; query++) {
      if (!found.isLone(query)) {
        int[] counts = byClass.computeIfAbsent(looked.queryLabel(query), label -> new int[2]);
        counts[0]++;
        counts[1] += found.rank()[query] == 1 ? 1 : 0;
      }
      if (found.isMiss(query)) {
        misses++;
        byPair.merge(
            Set.of(looked.queryLabel(query), looked.galleryLabel(found.wrong()[query])),
            1,
            Integer::sum);
      }
    }
    List<ClassRecall> classes = ClassRecall.of(looked, found, label -> "" + label);
    assertThat(classes)
        .hasSize(byClass.size())
        .isSortedAccordingTo((a, b) -> Double.compare(a.recall(), b.recall()));
    for (ClassRecall row : classes) {
      assertThat(new int[] {row.queries(), row.hits()})
          .isEqualTo(byClass.get(Integer.parseInt(row.className())));
    }
    assertThat(misses).isPositive();
    List<Confusion> pairs = Confusion.of(looked, found, 1000);
    assertThat(pairs).hasSize(byPair.size());
    assertThat(pairs.stream().mapToInt(pair -> pair.misses().size()).sum()).isEqualTo(misses);
    for (int i = 0; i < pairs.size(); i++) {
      Confusion pair = pairs.get(i);
      assertThat(pair.one()).isLessThan(pair.other());
      assertThat(pair.misses()).hasSize(byPair.getOrDefault(Set.of(pair.one(), pair.other()), 0));
      assertThat(pair.otherForOne() + pair.oneForOther()).isEqualTo(pair.misses().size());
      assertThat(i == 0 || pairs.get(i - 1).misses().size() >= pair.misses().size()).isTrue();
    }
    assertThat(Confusion.of(looked, found, 2)).isEqualTo(pairs.subList(0, 2));
  }

  @Test
  void theWorstComeFirst() {
    FirstFound found =
        new FirstFound(
            new int[] {3, 3, -1, 3, 3, 3},
            new float[6],
            new int[] {1, 9, 0, 4, 9, 2},
            new int[6],
            new float[] {1, 5, 0, 2, 3, 4});
    WorstQueries worst = new WorstQueries(found);
    assertThat(worst.foundLast(3)).containsExactly(1, 4, 3);
    assertThat(worst.surest(9, Set.of(3))).containsExactly(4, 5, 1);
    assertThat(worst.drawn(4, new Seed(1))).hasSize(4).isEqualTo(worst.drawn(4, new Seed(1)));
  }
}
