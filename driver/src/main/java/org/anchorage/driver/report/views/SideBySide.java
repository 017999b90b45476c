/* SPDX-License-Identifier: Apache-2.0 */
package org.anchorage.driver.report.views;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.anchorage.core.seed.Seed;
import org.anchorage.driver.run.TrainedRun;

/**
 * Chooses what the page of several runs shows: the same queries, answered by each.
 *
 * @param looks one for each run
 * @param measured one for each run
 */
record SideBySide(List<EmbeddedLook> looks, List<Measured> measured, Seed seed) {

  /** Queries that a run answers worst, and as many that are drawn. */
  private static final int QUERIES = 8;

  Views views(TrainedRun run, int[] points) {
    int[] asked = asked();
    List<Answered> answered = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      answered.add(Answered.of(looks.get(i), measured.get(i).first(), Arrays.stream(asked)));
    }
    Shots shots = Shots.of(run, answered.stream().flatMapToInt(Answered::rows), points);
    LookedAt looked = looks.get(0).looked();
    List<RunViews> views = new ArrayList<>();
    for (int i = 0; i < looks.size(); i++) {
      Measured one = measured.get(i);
      views.add(
          new RunViews(
              one.scatter(),
              one.distances(),
              ClassRecall.of(looked, one.first(), run.open().catalogue()::className),
              List.of(),
              List.of(),
              List.of(),
              answered.get(i).answers(asked, shots)));
    }
    return Views.of(looked, measured.get(0).first(), shots, views);
  }

  private int[] asked() {
    List<int[]> worst =
        measured.stream().map(one -> new WorstQueries(one.first()).foundLast(QUERIES)).toList();
    IntStream inTurn =
        IntStream.range(0, QUERIES)
            .flatMap(
                place ->
                    worst.stream()
                        .filter(queries -> queries.length > place)
                        .mapToInt(queries -> queries[place]));
    int[] some = inTurn.distinct().limit(QUERIES).toArray();
    int[] drawn = new WorstQueries(measured.get(0).first()).drawn(QUERIES, seed);
    return IntStream.concat(Arrays.stream(some), Arrays.stream(drawn)).distinct().toArray();
  }
}
