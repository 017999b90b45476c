/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.config.EvaluateSettings.LoneQueries;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.anchorage.core.vectors.Ranks;
import org.junit.jupiter.api.Test;

/** Cameras, coarse classes, overlapping pools, full rankings. */
class TestProtocols {

  /** Gallery: identity 1 by cameras 0, 0, 1; identity 2 by 0, 1; a distractor, 9. */
  private static final int[] GALLERY = {1, 1, 1, 2, 2, 9};

  private static final int[] CAMERAS = {0, 0, 1, 0, 1, 0};

  private static RetrievalProtocol cameras(Integer... ks) {
    return RetrievalProtocol.separate(new int[] {1, 2, 2}, GALLERY, List.of(ks))
        .leavingOutSameCamera(new int[] {0, 0, -1}, CAMERAS);
  }

  @Test
  void theSameCameraIsNeitherRightNorWrong() {
    RetrievalProtocol protocol = cameras(1, 2);
    assertThat(protocol.relevant(0)).containsExactly(2);
    assertThat(protocol.leftOut(0)).containsExactly(0, 1);
    assertThat(protocol.relevant(1)).containsExactly(4);
    assertThat(protocol.leftOut(1)).containsExactly(3);
    // An unknown camera is no camera's equal.
    assertThat(protocol.relevant(2)).containsExactly(3, 4);
    assertThat(protocol.leftOut(2)).isEmpty();
    assertThat(protocol.neededK()).isEqualTo(4);
    RetrievalResult result =
        protocol.tally(0, neighbours(4, 0, 1, 2, 5, 3, 5, 4, 0, 3, 0, 1, 2)).result();
    assertThat(result.sameCamera()).isEqualTo(3);
    // Query 0: 0 and 1 are left out, and 2 comes first. Query 1: 5 is wrong, then 4. Query 2: 3.
    assertThat(result.recallAt(1)).isEqualTo(2 / 3.0);
    assertThat(result.recallAt(2)).isEqualTo(1);
    assertThat(result.precisionAt(2)).isEqualTo((0.5 + 0.5 + 0.5) / 3);
    assertThat(result.rPrecision()).isCloseTo((1 + 0 + 0.5) / 3, within(1e-11));
  }

  @Test
  void aQueryThatOnlyItsCameraKnowsIsLone() {
    RetrievalProtocol protocol =
        RetrievalProtocol.onePool(new int[] {1, 1, 2, 2}, List.of(1))
            .leavingOutSameCamera(new int[] {0, 0, 0, 1}, new int[] {0, 0, 0, 1});
    assertThat(protocol.neededK()).isEqualTo(2);
    RetrievalTally tally = protocol.tally(0, neighbours(2, 1, 2, 0, 3, 3, 0, 2, 1));
    assertThat(tally.result().loneQueries()).isEqualTo(2);
    assertThat(tally.result().queries()).isEqualTo(2);
    assertThat(tally.result().recallAt(1)).isEqualTo(1);
    RetrievalResult asZero = tally.result(LoneQueries.AS_ZERO);
    assertThat(asZero.queries()).isEqualTo(4);
    assertThat(asZero.recallAt(1)).isEqualTo(0.5);
    assertThat(asZero.rPrecision()).isEqualTo(0.5);
  }

  @Test
  void tooFewNeighboursBesideTheCamerasAreRefused() {
    assertThatThrownBy(() -> cameras(1).tally(0, neighbours(2, 0, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("Query 0 has R = 1 others of its class but only 0 neighbours;");
    assertThatThrownBy(() -> cameras(3).tally(0, neighbours(3, 0, 2, 1)))
        .hasMessage(
            "Query 0 has 1 neighbours beside those of its own camera; search for neededK() = 5");
    assertThatThrownBy(() -> cameras(1).leavingOutSameCamera(new int[2], CAMERAS))
        .hasMessage("2 cameras do not describe 3 queries; pass one for each");
  }

  @Test
  void aCoarseHitIsOfTheSameCoarseClassAndNotLeftOut() {
    RetrievalProtocol fine = cameras(1, 2);
    // Identities 1 and 9 are of one kind, 2 of another.
    RetrievalProtocol coarse = fine.coarse(new int[] {5, 6, 6}, new int[] {5, 5, 5, 6, 6, 5});
    assertThat(coarse.neededK()).isEqualTo(4);
    RetrievalResult result =
        coarse.tally(0, neighbours(4, 0, 1, 5, 2, 3, 5, 4, 0, 0, 1, 2, 3)).result();
    assertThat(result.recallAt(1)).isEqualTo(1 / 3.0);
    assertThat(result.recallAt(2)).isEqualTo(2 / 3.0);
    assertThat(result.mapAtR()).isNaN();
    assertThatThrownBy(() -> fine.coarse(new int[3], new int[3]))
        .hasMessage("3 coarse classes do not describe 6 items; pass one for each");
  }

  @Test
  void queriesMayLieAnywhereInTheGalleryOrOutside() {
    RetrievalProtocol protocol =
        RetrievalProtocol.overlapping(new int[] {4, -1}, new int[] {2, 1}, GALLERY, List.of(1));
    assertThat(protocol.relevant(0)).containsExactly(3);
    assertThat(protocol.leftOut(0)).containsExactly(4);
    assertThat(protocol.relevant(1)).containsExactly(0, 1, 2);
    assertThat(protocol.leftOut(1)).isEmpty();
    assertThatThrownBy(
            () -> RetrievalProtocol.overlapping(new int[] {0}, new int[] {2}, GALLERY, List.of(1)))
        .hasMessage("Query 0 has class 2, but as item 0 of the gallery 1; one item has one class");
  }

  @Test
  void fullRankingsAndNeighboursAgreeAndBlocksGiveTheSameBits() {
    int items = 67;
    SplittableRandom random = new Seed(11).generator();
    int[] labels = random.ints(items, 0, 8).toArray();
    int[] cameras = random.ints(items, -1, 3).toArray();
    RetrievalProtocol protocol =
        RetrievalProtocol.onePool(labels, List.of(1, 5)).leavingOutSameCamera(cameras, cameras);
    int[][] order = new int[items][];
    for (int query = 0; query < items; query++) {
      int q = query;
      order[query] = IntStream.range(0, items).filter(i -> i != q).toArray();
      new Seed(query).shuffle(order[query]);
    }
    RetrievalResult found = protocol.tally(0, listed(order, protocol.neededK())).result();
    RetrievalTally whole = protocol.tally(0, ranked(protocol, order, 0, items));
    assertThat(whole.result().recall()).isEqualTo(found.recall());
    assertThat(whole.result().precision()).isEqualTo(found.precision());
    assertThat(whole.result().mapAtR()).isEqualTo(found.mapAtR());
    assertThat(whole.result().rPrecision()).isEqualTo(found.rPrecision());
    assertThat(whole.result().map()).isBetween(0.01, 0.99);
    for (int block : new int[] {1, 2, 13, 66}) {
      RetrievalTally sum = protocol.tally(0, ranked(protocol, order, 0, block));
      for (int from = block; from < items; from += block) {
        int to = Math.min(items, from + block);
        sum = protocol.tally(from, ranked(protocol, order, from, to)).plus(sum);
      }
      for (LoneQueries treatment : LoneQueries.values()) {
        assertThat(sum.result(treatment)).isEqualTo(whole.result(treatment));
      }
      assertThat(sum.classAverage()).isEqualTo(whole.classAverage());
    }
    assertThatThrownBy(() -> whole.plus(protocol.tally(0, listed(order, protocol.neededK()))))
        .hasMessageStartingWith("Tallies of neighbours and of full rankings do not add up");
    assertThatThrownBy(() -> protocol.tally(0, new Ranks(new int[] {0, 1}, new int[] {1})))
        .hasMessageContaining(" has 1 ranks, but R = ");
  }

  @Test
  void classesCountAlikeInTheirAverage() {
    // Three of class 1, all found first; two of class 2, one found first.
    RetrievalProtocol protocol = RetrievalProtocol.onePool(new int[] {1, 1, 1, 2, 2}, List.of(1));
    RetrievalTally tally = protocol.tally(0, neighbours(2, 1, 2, 0, 2, 0, 1, 4, 0, 0, 3));
    assertThat(tally.result().recallAt(1)).isEqualTo(4 / 5.0);
    assertThat(tally.classAverage().recallAt(1)).isEqualTo((1 + 0.5) / 2);
    assertThat(tally.classAverage().classes()).isEqualTo(2);
  }

  private static Neighbours neighbours(int k, int... indices) {
    return new Neighbours(k, indices, new float[indices.length]);
  }

  private static Neighbours listed(int[][] order, int k) {
    int[] indices = new int[order.length * k];
    for (int query = 0; query < order.length; query++) {
      System.arraycopy(order[query], 0, indices, query * k, k);
    }
    return neighbours(k, indices);
  }

  private static Ranks ranked(RetrievalProtocol protocol, int[][] order, int from, int to) {
    int[] starts = new int[to - from + 1];
    int[] ranks = new int[0];
    for (int query = from; query < to; query++) {
      int rank = 0;
      for (int item : order[query]) {
        rank += Arrays.binarySearch(protocol.leftOut(query), item) < 0 ? 1 : 0;
        if (Arrays.binarySearch(protocol.relevant(query), item) >= 0) {
          ranks = Arrays.copyOf(ranks, ranks.length + 1);
          ranks[ranks.length - 1] = rank;
        }
      }
      starts[query - from + 1] = ranks.length;
    }
    return new Ranks(starts, ranks);
  }
}
