/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.mine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Random;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.anchorage.driver.artifact.ArtifactException;
import org.anchorage.driver.corpus.LocalSpark;
import org.anchorage.mining.hard.MiningTally;
import org.anchorage.mining.hard.Rejection;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scala.Tuple2;

class TestLinkNames {

  private static final JavaSparkContext SPARK =
      JavaSparkContext.fromSparkContext(LocalSpark.session().sparkContext());
  private static final int COUNT = 40;
  private static final int MOST = 3;

  /** Every second row of a catalogue is mined. */
  private static final int[] ROWS = IntStream.range(0, COUNT).map(i -> 2 * i + 1).toArray();

  /** Two negatives of an anchor, and none of each fifth. */
  private static int negative(int anchor, int rank) {
    return rank == MOST - 1 || anchor % 5 == 0 ? -1 : (anchor * 7 + rank * 11 + 1) % COUNT;
  }

  private static int positive(int anchor) {
    return (anchor * 3 + 7) % COUNT;
  }

  private static MinedBlock block(List<Integer> anchors) {
    int[] own = anchors.stream().mapToInt(Integer::intValue).toArray();
    int[] rows = new int[own.length * MOST];
    float[] similarities = new float[rows.length];
    Arrays.setAll(rows, i -> negative(own[i / MOST], i % MOST));
    for (int i = 0; i < rows.length; i++) {
      similarities[i] = rows[i] < 0 ? Float.NaN : own[i / MOST] + rows[i] / 64f;
    }
    int[] positives = IntStream.of(own).map(TestLinkNames::positive).toArray();
    float[] near = new float[own.length];
    for (int i = 0; i < near.length; i++) {
      near[i] = own[i] / 8f;
    }
    MiningTally tally =
        new MiningTally(0, 0, 0, 0, new EnumMap<>(Rejection.class), near, new float[0]);
    return new MinedBlock(own, MOST, rows, similarities, positives, tally);
  }

  /** Blocks of anchors that are in no order, as a search by cells leaves them. */
  private static List<MinedBlock> blocks() {
    List<Integer> anchors = new ArrayList<>(IntStream.range(0, COUNT).boxed().toList());
    Collections.shuffle(anchors, new Random(1));
    return IntStream.range(0, 4)
        .mapToObj(i -> block(anchors.subList(i * 10, i * 10 + 10)))
        .toList();
  }

  private static List<String> expected() {
    List<String> lines = new ArrayList<>();
    for (int anchor = 0; anchor < COUNT; anchor++) {
      for (int rank = 0; rank < MOST; rank++) {
        int negative = negative(anchor, rank);
        if (negative >= 0) {
          lines.add(
              "[id%d,%d,id%d,%s,id%d,%s]"
                  .formatted(
                      ROWS[anchor],
                      rank,
                      ROWS[negative],
                      anchor + negative / 64f,
                      ROWS[positive(anchor)],
                      anchor / 8f));
        }
      }
    }
    return lines;
  }

  private static List<String> lines(Links links) {
    List<String> lines = new ArrayList<>();
    NegativesTable.rows(links).forEachRemaining(row -> lines.add(row.toString()));
    return lines;
  }

  private static List<Links> named(int parts, IntPredicate known) {
    JavaPairRDD<Integer, String> ids =
        SPARK
            .parallelize(
                IntStream.range(0, 2 * COUNT + 5).filter(known).boxed().toList(),
                3 /* partitions */)
            .mapToPair(row -> new Tuple2<>(row, "id" + row));
    Broadcast<int[]> rows = SPARK.broadcast(ROWS);
    return new LinkNames(rows, COUNT, parts, "here")
        .name(SPARK.parallelize(blocks().stream().map(Links::of).toList(), 2), ids)
        .collect();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void aMissingIdIsNamed(int parts) {
    assertThatThrownBy(() -> named(parts, row -> row != ROWS[17]))
        .hasRootCauseInstanceOf(ArtifactException.class)
        .hasRootCauseMessage(
            "The corpus at here has no id for its row 35, which was mined: its catalogue is"
                + " damaged, or another corpus lies there now; restore it or import it again, then"
                + " mine again");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 7, 40})
  void namesDoNotDependOnTheParts(int parts) {
    List<Links> named = named(parts, row -> true);
    assertThat(named).hasSize(parts);
    assertThat(named.stream().flatMap(part -> lines(part).stream()).toList()).isEqualTo(expected());
  }
}
