/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Neighbours;
import org.junit.jupiter.api.Test;

class TestRetrievalProtocol {

  /** Five items: classes 7, 7, 7, 3, 9, the last two lone. */
  private static final int[] LABELS = {7, 7, 7, 3, 9};

  @Test
  void countsByHand() {
    RetrievalProtocol protocol = RetrievalProtocol.onePool(LABELS, List.of(1, 2, 4));
    assertThat(protocol.neededK()).isEqualTo(4);
    Neighbours neighbours =
        neighbours(4, 1, 2, 3, 4, 3, 0, 2, 4, 3, 4, 0, 1, 0, 1, 2, 4, 0, 1, 2, 3);
    RetrievalResult result = protocol.tally(0, neighbours).result();
    assertThat(result.queries()).isEqualTo(3);
    assertThat(result.loneQueries()).isEqualTo(2);
    assertThat(result.recall().keySet()).containsExactly(1, 2, 4);
    assertThat(result.recallAt(1)).isEqualTo(1 / 3.0);
    assertThat(result.precisionAt1()).isEqualTo(1 / 3.0);
    assertThat(result.recallAt(2)).isEqualTo(2 / 3.0);
    assertThat(result.recallAt(4)).isEqualTo(1);
    assertThat(result.rPrecision()).isCloseTo((1 + 0.5 + 0) / 3, within(1e-11));
    assertThat(result.mapAtR()).isCloseTo((1 + 0.25 + 0) / 3, within(1e-11));
    assertThatThrownBy(() -> result.recallAt(8))
        .hasMessage("Recall@8 was not measured; measured are K = [1, 2, 4]");
  }

  @Test
  void aPerfectRankingScoresExactlyOne() {
    int[] labels = {1, 1, 1, 2, 2, 2};
    Neighbours neighbours = neighbours(2, 1, 2, 0, 2, 0, 1, 4, 5, 3, 5, 3, 4);
    RetrievalResult result =
        RetrievalProtocol.onePool(labels, List.of(1)).tally(0, neighbours).result();
    assertThat(result.rPrecision()).isEqualTo(1);
    assertThat(result.mapAtR()).isEqualTo(1);
    assertThat(result.recallAt(1)).isEqualTo(1);
  }

  @Test
  void blocksOfAnySizeGiveTheSameBits() {
    int items = 61;
    SplittableRandom random = new Seed(3).generator();
    int[] labels = random.ints(items, 0, 9).toArray();
    RetrievalProtocol protocol = RetrievalProtocol.onePool(labels, List.of(1, 10));
    Neighbours all = shuffledNeighbours(items, protocol.neededK());
    RetrievalResult whole = protocol.tally(0, all).result();
    for (int block : new int[] {1, 2, 7, 60}) {
      RetrievalTally sum = protocol.tally(0, slice(all, 0, block));
      for (int from = block; from < items; from += block) {
        sum = protocol.tally(from, slice(all, from, Math.min(items, from + block))).plus(sum);
      }
      assertThat(sum.result()).isEqualTo(whole);
    }
  }

  @Test
  void queriesOutsideTheGalleryMayHaveNoMatchInIt() {
    RetrievalProtocol protocol =
        RetrievalProtocol.separate(new int[] {1, 5}, new int[] {2, 1}, List.of(1));
    RetrievalResult result = protocol.tally(0, neighbours(1, 1, 0)).result();
    assertThat(result.loneQueries()).isEqualTo(1);
    assertThat(result.recallAt(1)).isEqualTo(1);
  }

  @Test
  void refusesWhatWouldMeasureWrongly() {
    RetrievalProtocol protocol = RetrievalProtocol.onePool(LABELS, List.of(1));
    assertThat(protocol.neededK()).isEqualTo(2);
    refused(protocol, 0, neighbours(2, 1, 1), "Query 0 has neighbour 1 twice");
    refused(protocol, 1, neighbours(2, 0, 1), "Query 1 is among its own neighbours; leave it out");
    refused(protocol, 0, neighbours(2, 1, 5), "Query 0 has neighbour 5 of a gallery of 5");
    refused(protocol, 0, neighbours(2, 1, -1), "Query 0 has 1 neighbours where 2 can be found");
    refused(protocol, 4, neighbours(1, 1, 2), "Queries 4 to 6 were searched, but there are 5");
    refused(
        protocol,
        0,
        neighbours(1, 1),
        "Query 0 has R = 2 others of its class but only 1 neighbours; search for neededK() = 2");
    refused(
        RetrievalProtocol.onePool(LABELS, List.of(1, 3)),
        0,
        neighbours(2, 1, 2),
        "Recall@3 needs as many neighbours, but there are 2; search for neededK() = 3");
  }

  @Test
  void refusesMeaninglessSettings() {
    assertThatThrownBy(() -> RetrievalProtocol.onePool(LABELS, List.of()))
        .hasMessageStartingWith("No K to measure recall at");
    assertThatThrownBy(() -> RetrievalProtocol.onePool(LABELS, List.of(2, 2)))
        .hasMessageStartingWith("Cannot measure recall at K = [2, 2]; each must be over the one");
    assertThatThrownBy(() -> RetrievalProtocol.firstOf(6, LABELS, List.of(1)))
        .hasMessageStartingWith("The first 6 of a gallery of 5 cannot be the queries");
    RetrievalTally at1 =
        RetrievalProtocol.onePool(LABELS, List.of(1)).tally(0, neighbours(2, 1, 2));
    RetrievalTally at2 =
        RetrievalProtocol.onePool(LABELS, List.of(2)).tally(0, neighbours(2, 1, 2));
    assertThatThrownBy(() -> at1.plus(at2))
        .hasMessageStartingWith("Tallies at K = [1] and K = [2] do not add up");
  }

  private static void refused(
      RetrievalProtocol protocol, int from, Neighbours neighbours, String message) {
    assertThatThrownBy(() -> protocol.tally(from, neighbours))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(message);
  }

  private static Neighbours neighbours(int k, int... indices) {
    return new Neighbours(k, indices, new float[indices.length]);
  }

  private static Neighbours shuffledNeighbours(int items, int k) {
    int[] indices = new int[items * k];
    for (int q = 0; q < items; q++) {
      int query = q;
      int[] others = IntStream.range(0, items).filter(i -> i != query).toArray();
      new Seed(q).shuffle(others);
      System.arraycopy(others, 0, indices, q * k, k);
    }
    return neighbours(k, indices);
  }

  private static Neighbours slice(Neighbours all, int from, int to) {
    int k = all.k();
    return neighbours(k, Arrays.copyOfRange(all.indices(), from * k, to * k));
  }
}
