/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.run.TrainedRun;

/** Chooses what the page of one run shows, misses first. */
record OneRun(EmbeddedLook look, Measured measured, Seed seed) {

  /** Queries of a kind. */
  private static final int QUERIES = 12;

  private static final int PAIRS = 12;

  Views views(TrainedRun run, int[] points) {
    LookedAt looked = look.looked();
    FirstFound first = measured.first();
    WorstQueries worst = new WorstQueries(first);
    int[] last = worst.foundLast(QUERIES);
    int[] surest = worst.surest(QUERIES, set(last));
    int[] drawn = worst.drawn(QUERIES, seed);
    List<Confusion> pairs = Confusion.of(looked, first, PAIRS);
    Answered answered =
        Answered.of(
            look, first, List.of(last, surest, drawn).stream().flatMapToInt(Arrays::stream));
    IntStream paired = pairs.stream().flatMapToInt(pair -> ConfusedPair.rows(looked, first, pair));
    Shots shots = Shots.of(run, IntStream.concat(answered.rows(), paired), points);
    IntFunction<String> name = run.open().catalogue()::className;
    return Views.of(
        looked,
        first,
        shots,
        List.of(
            new RunViews(
                measured.scatter(),
                measured.distances(),
                ClassRecall.of(looked, first, name),
                pairs.stream()
                    .map(pair -> ConfusedPair.of(looked, first, pair, name, shots))
                    .toList(),
                answered.answers(last, shots),
                answered.answers(surest, shots),
                answered.answers(drawn, shots))));
  }

  private static Set<Integer> set(int[] values) {
    return Arrays.stream(values).boxed().collect(Collectors.toSet());
  }
}
