/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.Vectors;
import org.junit.jupiter.api.Test;

class TestVerification {

  private static PairTally tally(float[] genuine, float[] impostors) {
    PairTally.Builder tally = new PairTally.Builder();
    for (float distance : genuine) {
      tally.genuine(distance);
    }
    for (float distance : impostors) {
      tally.impostor(distance);
    }
    return tally.build();
  }

  @Test
  void countsByHand() {
    Verification verification =
        Verification.of(tally(new float[] {1, 4, 9, 16}, new float[] {4, 25, 36, 49, 64}));
    assertThat(verification.genuine()).isEqualTo(4);
    assertThat(verification.impostors()).isEqualTo(5);
    // Genuine nearer than 4: one, and one tie; nearer than the others: all four.
    assertThat(verification.auc()).isCloseTo((1.5 + 4 * 4) / 20, within(1e-12));
    assertThat(verification.fnmrAt(0)).isEqualTo(0.75);
    assertThat(verification.fnmrAt(0.19)).isEqualTo(0.75);
    assertThat(verification.fnmrAt(0.2)).isEqualTo(0);
    assertThat(verification.fnmrAt(List.of(0.2, 0.0)))
        .containsExactly(Map.entry(0.0, 0.75), Map.entry(0.2, 0.0));
    // From (0.2, 0.25) at 9 to (0.2, 0) at 16 both are 0.2.
    assertThat(verification.equalErrorRate()).isCloseTo(0.2, within(1e-12));
    assertThat(verification.equalErrorDistance()).isCloseTo(4, within(1e-3));
  }

  @Test
  void separatedPairsAreTold() {
    Verification verification = Verification.of(tally(new float[] {0, 1}, new float[] {2, 3, 4}));
    assertThat(verification.auc()).isEqualTo(1);
    assertThat(verification.equalErrorRate()).isZero();
    assertThat(verification.fnmrAt(0)).isZero();
  }

  @Test
  void equalDistancesTellNothing() {
    Verification verification = Verification.of(tally(new float[] {-0f, 0, 0}, new float[] {0, 0}));
    assertThat(verification.auc()).isEqualTo(0.5);
    assertThat(verification.equalErrorRate()).isEqualTo(0.5);
    assertThat(verification.fnmrAt(0.5)).isEqualTo(1);
    assertThat(verification.fnmrAt(1)).isZero();
  }

  @Test
  void agreesWithAllPairsComparedOneByOne() {
    SplittableRandom random = new Seed(2).generator();
    float[] genuine = new float[40];
    float[] impostors = new float[60];
    for (int i = 0; i < genuine.length; i++) {
      genuine[i] = random.nextInt(30) / 8f;
    }
    for (int i = 0; i < impostors.length; i++) {
      impostors[i] = 1 + random.nextInt(40) / 8f;
    }
    double nearer = 0;
    for (float same : genuine) {
      for (float other : impostors) {
        nearer += same < other ? 1 : same == other ? 0.5 : 0;
      }
    }
    Verification verification = Verification.of(tally(genuine, impostors));
    assertThat(verification.auc()).isCloseTo(nearer / 2400, within(1e-12));
    for (double rate : new double[] {0, 0.05, 0.3, 0.9}) {
      double best = 1;
      for (float threshold = 0; threshold < 8; threshold += 0.125f) {
        int accepted = 0;
        int rejected = 0;
        for (float other : impostors) {
          accepted += other <= threshold ? 1 : 0;
        }
        for (float same : genuine) {
          rejected += same > threshold ? 1 : 0;
        }
        if (accepted <= rate * 60) {
          best = Math.min(best, rejected / 40.0);
        }
      }
      assertThat(verification.fnmrAt(rate)).isEqualTo(best);
    }
  }

  @Test
  void binsAreNarrowAtAnyScale() {
    for (float distance : new float[] {1e-30f, 3e-7f, 0.7f, 12345, 1e30f}) {
      PairTally near = tally(new float[] {distance}, new float[] {distance * 1.0001f});
      assertThat(near.bins).hasSize(2);
      assertThat(PairTally.largest(near.bins[0])).isBetween(distance, distance * 1.00007f);
    }
  }

  @Test
  void whatIsNoDistanceIsRefused() {
    assertThatThrownBy(() -> new PairTally.Builder().genuine(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("A squared distance of NaN is impossible");
    assertThatThrownBy(() -> Verification.of(tally(new float[] {1}, new float[0])))
        .hasMessageStartingWith("1 genuine and 0 impostor pairs say nothing");
  }

  /** Queries 3, 1 and one from outside; the gallery has six items. */
  private static final int[] LABELS = {0, 1, 0, 1, 0, 1};

  private static RetrievalProtocol protocol() {
    return RetrievalProtocol.overlapping(
            new int[] {3, 1, -1}, new int[] {1, 1, 0}, LABELS, List.of(1))
        .leavingOutSameCamera(new int[] {7, 8, 9}, new int[] {9, 8, 1, 7, 2, 7});
  }

  @Test
  void allPairsAreMeasuredOnceAndThoseLeftOutNot() {
    Vectors gallery = new Vectors(1, new float[] {0, 1, 2, 3, 4, 5});
    Vectors queries = new Vectors(1, new float[] {3, 1, 10});
    PairTally pairs = new PairSample(protocol(), 0, new Seed(1)).tally(queries, 0, gallery);
    Verification verification = Verification.of(pairs);
    // Genuine: 3-1 (once), 1-5, 10-2, 10-4; 3-5 and 10-0 share a camera.
    assertThat(verification.genuine()).isEqualTo(4);
    // Impostors: 3 and 1 with 0, 2, 4; 10 with 1, 3, 5.
    assertThat(verification.impostors()).isEqualTo(9);
    PairTally twin = tally(new float[] {4, 16, 64, 36}, new float[] {9, 1, 1, 1, 1, 9, 81, 49, 25});
    assertThat(pairs.bins).isEqualTo(twin.bins);
    assertThat(pairs.genuine).isEqualTo(twin.genuine);
    assertThat(pairs.impostors).isEqualTo(twin.impostors);
  }

  @Test
  void aSampleIsTheSameForAnyBlocksAndAboutAsLargeAsAsked() {
    int items = 600;
    SplittableRandom random = new Seed(4).generator();
    float[] values = new float[2 * items];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble();
    }
    Vectors vectors = new Vectors(2, values);
    int[] labels = random.ints(items, 0, 10).toArray();
    PairSample sample =
        new PairSample(RetrievalProtocol.onePool(labels, List.of(1)), 2000, new Seed(6));
    PairTally whole = sample.tally(vectors, 0, vectors);
    Verification verification = Verification.of(whole);
    assertThat(verification.genuine()).isBetween(1700L, 2300L);
    assertThat(verification.impostors()).isBetween(1700L, 2300L);
    assertThat(verification.auc()).isCloseTo(0.5, within(0.05));
    List<PairTally> parts = new ArrayList<>();
    for (int from = 0; from < items; from += 77) {
      int to = Math.min(items, from + 77);
      parts.add(0, sample.tally(vectors.slice(from, to), from, vectors));
    }
    PairTally sum = parts.stream().reduce(PairTally::plus).orElseThrow();
    assertThat(sum.bins).isEqualTo(whole.bins);
    assertThat(sum.genuine).isEqualTo(whole.genuine);
    assertThat(sum.impostors).isEqualTo(whole.impostors);
    assertThat(Verification.of(sum)).isEqualTo(verification);
    PairTally other =
        new PairSample(RetrievalProtocol.onePool(labels, List.of(1)), 2000, new Seed(7))
            .tally(vectors, 0, vectors);
    assertThat(other.genuine).isNotEqualTo(whole.genuine);
  }
}
