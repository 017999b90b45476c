/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.mining.hard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.anchorage.core.config.MineSearch;
import org.anchorage.core.config.MineSettings;
import org.anchorage.core.config.MineTiming;
import org.anchorage.core.seed.Seed;
import org.anchorage.core.vectors.VectorSource;
import org.anchorage.core.vectors.Vectors;
import org.anchorage.mining.neighbours.NeighbourSearch;
import org.anchorage.mining.neighbours.SearchKind;
import org.junit.jupiter.api.Test;

/** Points on a circle: the similarity of two is the cosine of the angle between them. */
class TestHardNegativeMiner {

  /** Row 0 is the anchor, row 1 its positive at 40 degrees; then three classes, and one alone. */
  private static final double[] ANGLES = {0, 40, 10, 50, 60, 65, 70, 180};

  private static final int[] LABELS = {5, 5, 1, 2, 2, 3, 1, 9};

  @Test
  void keepsTheNearestOfEachClassBeyondTheMargin() {
    MinedNegatives mined = mine(settings(0, 7, 0.05, 3), ANGLES, LABELS, 7, 0, 1);
    // cos 10 is over 0.95 cos 40: likely of the anchor's class. 60 is of the class of 50.
    assertThat(mined.rows()).containsExactly(3, 5, 6);
    assertThat(mined.ranks()).containsExactly(1, 3, 4);
    assertThat(mined.positives()).containsExactly(1);
    assertThat(mined.similarities()[0]).isCloseTo(cosine(50), within(1e-6f));
    MiningTally tally = mined.tally();
    assertThat(tally.anchors()).isEqualTo(1);
    assertThat(tally.kept()).isEqualTo(3);
    assertThat(tally.withTooFew()).isZero();
    assertThat(tally.rejected())
        .containsEntry(Rejection.OUT_OF_WINDOW, 0L)
        .containsEntry(Rejection.FALSE_NEGATIVE, 1L)
        .containsEntry(Rejection.CLASS_TAKEN, 1L)
        .containsEntry(Rejection.NOT_NEEDED, 1L);
    assertThat(tally.positiveStatistics().mean()).isCloseTo(cosine(40), within(1e-6));
    assertThat(tally.negativeStatistics().max()).isCloseTo(cosine(50), within(1e-6));
    assertThat(tally.negativeStatistics().count()).isEqualTo(3);
  }

  @Test
  void nearDuplicatesAreCountedAndNeverTaken() {
    MineSettings settings = settings(0, 50, 0.2, 2);
    HardNegativeMiner miner =
        new HardNegativeMiner(
            settings,
            LABELS,
            new Duplicates(Math.cos(Math.toRadians(20)), (row, other) -> row == 0 && other == 4));
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(circle(ANGLES))) {
      // 10 degrees are over the bound, 60 have equal content; 50 are too near for the margin.
      MinedNegatives mined = miner.mine(exact, 0, 1);
      assertThat(mined.rows()).containsExactly(5, 6);
      assertThat(mined.ranks()).containsExactly(3, 4);
      assertThat(mined.tally().rejected())
          .containsEntry(Rejection.NEAR_DUPLICATE, 2L)
          .containsEntry(Rejection.FALSE_NEGATIVE, 1L);
    }
    assertThatThrownBy(() -> Duplicates.over(1.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "Near-duplicates cannot be those over a similarity of 1.5; pass a number over -1, and 1"
                + " at most");
  }

  /** Equal images without a bound are judged by the margin, as they were before. */
  @Test
  void withoutABoundNothingIsADuplicate() {
    double[] angles = {0, 40, 0, 50};
    MinedNegatives mined = mine(settings(0, 2, 0.05, 2), angles, new int[] {0, 0, 1, 2}, 2, 0, 1);
    assertThat(mined.rows()).containsExactly(3, -1);
    assertThat(mined.tally().rejected())
        .containsEntry(Rejection.NEAR_DUPLICATE, 0L)
        .containsEntry(Rejection.FALSE_NEGATIVE, 1L);
  }

  @Test
  void aBaseInPartsGivesTheSameTable() {
    SplittableRandom random = new Seed(6).generator();
    double[] angles = random.doubles(90, 0, 360).toArray();
    int[] labels = random.ints(90, 0, 9).toArray();
    HardNegativeMiner miner = new HardNegativeMiner(settings(0, 20, 0.05, 3), labels);
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(circle(angles));
        NeighbourSearch parts = SearchKind.EXACT.prepare((VectorSource) circle(angles), 17)) {
      MinedNegatives whole = miner.mine(exact, 10, 80);
      MinedNegatives parted = miner.mine(parts, 10, 80);
      assertThat(parted.rows()).isEqualTo(whole.rows());
      assertThat(parted.similarities()).isEqualTo(whole.similarities());
      assertThat(parted.tally().positives()).isEqualTo(whole.tally().positives());
    }
  }

  @Test
  void someRowsGiveTheirPartOfTheTable() {
    SplittableRandom random = new Seed(6).generator();
    Vectors vectors = circle(random.doubles(90, 0, 360).toArray());
    int[] labels = random.ints(90, 0, 9).toArray();
    int[] anchors = IntStream.range(0, 90).filter(row -> row % 4 == 3).toArray();
    float[] chosen = new float[2 * anchors.length];
    for (int i = 0; i < chosen.length; i++) {
      chosen[i] = vectors.values()[2 * anchors[i / 2] + i % 2];
    }
    HardNegativeMiner miner = new HardNegativeMiner(settings(0, 20, 0.05, 3), labels);
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(vectors);
        NeighbourSearch parts = SearchKind.EXACT.prepare((VectorSource) vectors, 17)) {
      MinedNegatives whole = miner.mine(exact, 0, 90);
      for (NeighbourSearch search : List.of(exact, parts)) {
        MinedNegatives some = miner.mine(search, new Vectors(2, chosen), anchors);
        for (int i = 0; i < anchors.length; i++) {
          int at = 3 * anchors[i];
          assertThat(Arrays.copyOfRange(some.rows(), 3 * i, 3 * i + 3))
              .isEqualTo(Arrays.copyOfRange(whole.rows(), at, at + 3));
          assertThat(Arrays.copyOfRange(some.similarities(), 3 * i, 3 * i + 3))
              .isEqualTo(Arrays.copyOfRange(whole.similarities(), at, at + 3));
          assertThat(some.positives()[i]).isEqualTo(whole.positives()[anchors[i]]);
        }
      }
    }
  }

  @Test
  void aLargerMarginRejectsMore() {
    // 0.8 cos 40 = 0.613 lies between cos 50 = 0.643 and cos 60 = 0.5.
    MinedNegatives mined = mine(settings(0, 7, 0.2, 1), ANGLES, LABELS, 7, 0, 1);
    assertThat(mined.rows()).containsExactly(4);
    assertThat(mined.tally().rejected()).containsEntry(Rejection.FALSE_NEGATIVE, 2L);
  }

  @Test
  void theWindowCountsOtherClassesOnly() {
    MinedNegatives mined = mine(settings(2, 4, 0.05, 5), ANGLES, LABELS, 7, 0, 1);
    assertThat(mined.rows()).containsExactly(4, 5, -1, -1, -1);
    assertThat(mined.ranks()).containsExactly(2, 3, -1, -1, -1);
    assertThat(mined.similarities()[2]).isNaN();
    assertThat(mined.tally().rejected()).containsEntry(Rejection.OUT_OF_WINDOW, 4L);
    assertThat(mined.tally().withTooFew()).isEqualTo(1);
  }

  @Test
  void aPositiveBeyondTheListIsMeasured() {
    double[] angles = {0, 80, -75, 10, 20, 78};
    int[] labels = {0, 0, 0, 1, 2, 3};
    MinedNegatives mined = mine(settings(0, 2, 0.05, 2), angles, labels, 2, 0, 1);
    // Nearest positive at 75 degrees; both neighbours are nearer.
    assertThat(mined.tally().positives()[0]).isCloseTo(cosine(75), within(1e-6f));
    assertThat(mined.rows()).containsExactly(-1, -1);
    assertThat(mined.tally().rejected()).containsEntry(Rejection.FALSE_NEGATIVE, 2L);
    // Whether the list reaches the positive makes no difference to what is measured.
    assertThat(mine(settings(0, 5, 0.05, 2), angles, labels, 5, 0, 1).tally().positives()[0])
        .isEqualTo(mined.tally().positives()[0]);
  }

  @Test
  void theLimitStaysBelowAPositiveThatPointsAway() {
    // Similarity -0.5: 0.8 x -0.5 = -0.4 would let in 115 degrees, at -0.42; the limit is -0.6.
    double[] angles = {0, 120, 115, 125, 130};
    MinedNegatives mined = mine(settings(0, 4, 0.2, 2), angles, new int[] {0, 0, 1, 2, 3}, 4, 0, 1);
    assertThat(mined.rows()).containsExactly(4, -1);
    assertThat(mined.tally().rejected()).containsEntry(Rejection.FALSE_NEGATIVE, 2L);
  }

  @Test
  void anAnchorAloneInItsClassGetsNothingAndIsCounted() {
    MinedNegatives mined = mine(settings(0, 7, 0.05, 2), ANGLES, LABELS, 7, 7, 8);
    assertThat(mined.rows()).containsExactly(-1, -1);
    assertThat(mined.tally().withoutPositive()).isEqualTo(1);
    assertThat(mined.tally().withTooFew()).isZero();
    assertThat(mined.tally().rejected().values()).containsOnly(0L);
    assertThat(mined.tally().positiveStatistics().mean()).isNaN();
  }

  @Test
  void blocksAddUpToTheWhole() {
    SplittableRandom random = new Seed(4).generator();
    double[] angles = random.doubles(60, 0, 360).toArray();
    int[] labels = random.ints(60, 0, 12).toArray();
    MineSettings settings = settings(1, 20, 0.05, 3);
    MiningTally whole = mine(settings, angles, labels, 20, 0, 60).tally();
    MiningTally parts =
        mine(settings, angles, labels, 20, 41, 60)
            .tally()
            .plus(
                MiningTally.sum(
                    List.of(
                        mine(settings, angles, labels, 20, 7, 41).tally(),
                        mine(settings, angles, labels, 20, 0, 7).tally())));
    assertThat(parts.kept()).isEqualTo(whole.kept());
    assertThat(parts.anchors()).isEqualTo(60);
    assertThat(parts.withTooFew()).isEqualTo(whole.withTooFew());
    assertThat(parts.rejected()).isEqualTo(whole.rejected());
    assertThat(parts.positiveStatistics()).isEqualTo(whole.positiveStatistics());
    assertThat(parts.negativeStatistics()).isEqualTo(whole.negativeStatistics());
    long rejected = whole.rejected().values().stream().mapToLong(Long::longValue).sum();
    assertThat(whole.kept() + rejected).isEqualTo((60 - whole.withoutPositive()) * 20);
  }

  @Test
  void statisticsAreThoseOfNumPy() {
    ScoreStatistics statistics = ScoreStatistics.of(new float[] {4, 1, 3, 2});
    assertThat(statistics)
        .isEqualTo(new ScoreStatistics(4, 2.5, Math.sqrt(1.25), 1, 1.75, 2.5, 3.25, 4));
  }

  /** Of three classes of 40, far apart: the 39 nearest of each anchor are of its own class. */
  @Test
  void largeClassesLeaveFullListsOfNegatives() {
    SplittableRandom random = new Seed(6).generator();
    double[] angles = new double[120];
    int[] labels = new int[120];
    for (int row = 0; row < 120; row++) {
      labels[row] = row % 3;
      angles[row] = 120 * labels[row] + 20 * random.nextDouble();
    }
    MinedNegatives mined = mine(settings(0, 10, 0.05, 1), angles, labels, 10, 0, 120);
    assertThat(mined.tally().withTooFew()).isZero();
    assertThat(mined.tally().kept()).isEqualTo(120);
    assertThat(mined.tally().rejected()).containsEntry(Rejection.FALSE_NEGATIVE, 0L);
    assertThat(mined.tally().rejected().values().stream().mapToLong(Long::longValue).sum())
        .isEqualTo(120 * 9);
    for (int row = 0; row < 120; row++) {
      assertThat(labels[mined.rows()[row]]).isNotEqualTo(labels[row]);
    }
  }

  @Test
  void refusesRowsThatAreNotThere() {
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(circle(ANGLES))) {
      HardNegativeMiner miner = new HardNegativeMiner(settings(0, 1, 0.05, 1), LABELS);
      assertThatThrownBy(() -> miner.mine(exact, 8, 9))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("The base has no vectors 8 to 9; it has 8");
      assertThatThrownBy(
              () ->
                  new HardNegativeMiner(settings(0, 1, 0.05, 1), new int[] {1, 2})
                      .mine(exact, 0, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("8 vectors need as many labels, not 2");
    }
  }

  private static MinedNegatives mine(
      MineSettings settings, double[] angles, int[] labels, int k, int from, int to) {
    MineSettings looking =
        new MineSettings(
            settings.mode(),
            k,
            settings.rankFrom(),
            settings.rankTo(),
            settings.relativeMargin(),
            settings.negatives(),
            settings.confusable(),
            settings.group(),
            settings.table(),
            settings.search(),
            settings.duplicates(),
            settings.memoryMb(),
            settings.timing());
    try (NeighbourSearch exact = SearchKind.EXACT.prepare(circle(angles))) {
      return new HardNegativeMiner(looking, labels).mine(exact, from, to);
    }
  }

  private static MineSettings settings(int from, int to, double margin, int negatives) {
    return new MineSettings(
        MineSettings.Mode.INSTANCES,
        50,
        from,
        to,
        margin,
        negatives,
        10,
        8,
        "",
        new MineSearch(MineSearch.Kind.EXACT, 0.95, 1),
        1,
        1024,
        new MineTiming(MineTiming.By.TRAINING, 2, 10));
  }

  private static float cosine(double degrees) {
    return (float) Math.cos(Math.toRadians(degrees));
  }

  private static Vectors circle(double... degrees) {
    float[] values = new float[2 * degrees.length];
    for (int i = 0; i < degrees.length; i++) {
      values[2 * i] = (float) Math.cos(Math.toRadians(degrees[i]));
      values[2 * i + 1] = (float) Math.sin(Math.toRadians(degrees[i]));
    }
    return new Vectors(2, values).normalised();
  }
}
